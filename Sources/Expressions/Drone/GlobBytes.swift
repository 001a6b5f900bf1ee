/// How patterns are taken apart: a delimiter does not count directly after a backslash.
enum GlobBytes {
  /// The offset of the first `delimiter` at or after `start` that no backslash precedes within that part.
  static func firstUnescaped(_ delimiter: UInt8, in bytes: [UInt8], from start: Int) -> Int? {
    var index = start
    while index < bytes.count {
      if bytes[index] == delimiter, index == start || bytes[index - 1] != 0x5C { return index }
      index += 1
    }
    return nil
  }

  /// The pieces between delimiters. A piece that would be empty at the end is dropped, unless it is the only one.
  static func split(_ bytes: [UInt8], at delimiter: UInt8) -> [[UInt8]] {
    guard !bytes.isEmpty else { return [[]] }
    var pieces: [[UInt8]] = []
    var start = 0
    while start < bytes.count {
      let end = firstUnescaped(delimiter, in: bytes, from: start) ?? bytes.count
      pieces.append(Array(bytes[start..<end]))
      start = end + 1
    }
    return pieces
  }
}
