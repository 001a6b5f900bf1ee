import Diagnostics

/// The `matrix` of a 0.8 file, whose values the conversion puts in place of `${AXIS}`.
enum LegacyMatrix {
  /// Every key in the lines of the block `matrix:`, be it an axis or the `include` above them.
  static func axes(in source: Source) -> Set<String> {
    var axes: Set<String> = []
    var isInside = false
    for number in 1...max(1, source.lineCount) {
      let line = source.bytes[source.lineRange(number)]
      guard let first = line.first else { continue }
      if first != 0x20, first != 0x2D, first != 0x09, first != 0x23 { isInside = line.starts(with: "matrix:".utf8) }
      guard isInside else { continue }
      let text = line.drop { $0 == 0x20 || $0 == 0x2D }
      guard let colon = text.firstIndex(of: UInt8(ascii: ":")) else { continue }
      axes.insert(String(decoding: text[text.startIndex..<colon], as: UTF8.self))
    }
    return axes
  }
}
