import Diagnostics

/// Collects, while a scalar is decoded a second time, which of its bytes came from where.
struct ScalarPieces {
  private(set) var decoded: [UInt8] = []
  private(set) var pieces: [OffsetMap.Piece] = []
  let text: UnsafeBufferPointer<UInt8>

  init(_ text: UnsafeBufferPointer<UInt8>) { self.text = text }

  /// Takes bytes over as they are.
  mutating func copy(_ range: Range<Int>) {
    guard !range.isEmpty else { return }
    let derivedStart = UInt32(decoded.count)
    decoded.append(contentsOf: text[range])
    if let last = pieces.last, last.isLinear, Int(last.originalStart + last.originalLength) == range.lowerBound {
      pieces[pieces.count - 1].derivedLength += UInt32(range.count)
      pieces[pieces.count - 1].originalLength += UInt32(range.count)
    } else {
      pieces.append(
        OffsetMap.Piece(
          derivedStart: derivedStart, derivedLength: UInt32(range.count), originalStart: UInt32(range.lowerBound),
          originalLength: UInt32(range.count), isLinear: true))
    }
  }

  /// Puts `bytes` where the text has something else.
  mutating func replace(_ range: Range<Int>, by bytes: some Collection<UInt8>) {
    guard !bytes.isEmpty else { return }
    pieces.append(
      OffsetMap.Piece(
        derivedStart: UInt32(decoded.count), derivedLength: UInt32(bytes.count),
        originalStart: UInt32(range.lowerBound), originalLength: UInt32(range.count), isLinear: false))
    decoded.append(contentsOf: bytes)
  }

  /// Takes over a line break: LF, LS and PS stay, every other one becomes a line feed.
  mutating func lineBreak(_ range: Range<Int>) {
    if !range.isEmpty, text[range.lowerBound] == Characters.lineFeed || Characters.keepsBreak(text, range.lowerBound) {
      copy(range)
    } else {
      replace(range, by: CollectionOfOne(Characters.lineFeed))
    }
  }
}
