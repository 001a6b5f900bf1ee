/// Turns libyaml's marks, which count code points, into byte offsets.
///
/// Marks come in nearly ascending order, so a cursor that walks forth and now and then a little back is linear in all.
struct MarkCursor {
  private let text: UnsafeBufferPointer<UInt8>
  /// The byte offset of code point 0.
  private let origin: Int
  private let isASCII: Bool
  private var codePoint = 0
  private var byte: Int

  /// - Parameters:
  ///   - range: the bytes that the parser was given.
  ///   - isASCII: whether they are known to be ASCII, which makes every conversion an addition.
  init(_ text: UnsafeBufferPointer<UInt8>, range: Range<Int>, isASCII: Bool) {
    self.text = UnsafeBufferPointer(rebasing: text[..<range.upperBound])
    origin = range.lowerBound
    byte = range.lowerBound
    self.isASCII = isASCII
  }

  /// The byte offset of a code point; the end of the text for those past it.
  @inline(__always)
  mutating func offset(of index: Int) -> Int {
    if isASCII { return min(origin + index, text.count) }
    return walk(to: index)
  }

  private mutating func walk(to index: Int) -> Int {
    while codePoint < index, byte < text.count {
      if index - codePoint >= 8, byte + 8 <= text.count, Self.word(text, byte) & 0x8080_8080_8080_8080 == 0 {
        codePoint += 8
        byte += 8
        continue
      }
      byte = min(byte + UTF8Bytes.length(startingWith: text[byte]), text.count)
      codePoint += 1
    }
    while codePoint > index, byte > origin {
      byte -= 1
      while byte > origin, UTF8Bytes.isContinuation(text[byte]) { byte -= 1 }
      codePoint -= 1
    }
    return byte
  }

  /// - Complexity: reads all of `bytes`, eight at a time.
  static func isASCII(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var offset = 0
    while offset + 8 <= bytes.count {
      if word(bytes, offset) & 0x8080_8080_8080_8080 != 0 { return false }
      offset += 8
    }
    return bytes[offset...].allSatisfy { $0 < 0x80 }
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeBufferPointer<UInt8>, _ offset: Int) -> UInt64 {
    UnsafeRawPointer(bytes.baseAddress.unsafelyUnwrapped + offset).loadUnaligned(as: UInt64.self)
  }
}

/// Facts about bytes of UTF-8.
enum UTF8Bytes {
  @inline(__always)
  static func isContinuation(_ byte: UInt8) -> Bool { byte & 0xC0 == 0x80 }

  /// How many bytes the character that starts with `byte` takes; 1 for a byte that can start none.
  @inline(__always)
  static func length(startingWith byte: UInt8) -> Int {
    byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
  }

  static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
}
