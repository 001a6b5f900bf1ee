/// Which bytes YAML treats alike.
enum Characters {
  static let space = UInt8(ascii: " ")
  static let tab = UInt8(ascii: "\t")
  static let lineFeed = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")

  @inline(__always)
  static func isBlank(_ byte: UInt8) -> Bool { byte == space || byte == tab }

  @inline(__always)
  static func isBreak(_ byte: UInt8) -> Bool { byte == lineFeed || byte == carriageReturn }

  @inline(__always)
  static func isBlankOrBreak(_ byte: UInt8) -> Bool { isBlank(byte) || isBreak(byte) }

  @inline(__always)
  static func isFlowIndicator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "{")
      || byte == UInt8(ascii: "}")
  }

  /// The length in bytes of the line break at `offset`, 0 if there is none.
  ///
  /// YAML 1.1, and so libyaml and go-yaml, also breaks lines at CR alone, NEL (U+0085), LS (U+2028) and PS (U+2029).
  @inline(__always)
  static func breakLength(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int, _ end: Int) -> Int {
    guard offset < end else { return 0 }
    let byte = text[offset]
    if byte == lineFeed { return 1 }
    if byte > carriageReturn, byte < 0xC2 { return 0 }
    if byte == carriageReturn { return offset + 1 < end && text[offset + 1] == lineFeed ? 2 : 1 }
    if byte == 0xC2 { return offset + 1 < end && text[offset + 1] == 0x85 ? 2 : 0 }
    if byte == 0xE2, offset + 2 < end, text[offset + 1] == 0x80 {
      return text[offset + 2] == 0xA8 || text[offset + 2] == 0xA9 ? 3 : 0
    }
    return 0
  }

  /// Whether the break at `offset` stays what it is (LS, PS) instead of becoming a line feed.
  @inline(__always)
  static func keepsBreak(_ text: UnsafeBufferPointer<UInt8>, _ offset: Int) -> Bool { text[offset] == 0xE2 }
}
