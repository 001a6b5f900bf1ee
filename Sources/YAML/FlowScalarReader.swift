/// Decodes plain and quoted scalars by libyaml's rules, noting where every byte came from.
struct FlowScalarReader {
  private var output: ScalarPieces
  private let text: UnsafeBufferPointer<UInt8>
  private let style: ScalarStyle
  private var offset: Int
  private let end: Int

  /// - Parameter range: the scalar in the text, with its quotes.
  init(_ text: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, style: ScalarStyle) {
    self.text = text
    self.style = style
    let inset = style.isQuoted && range.count >= 2 ? 1 : 0
    offset = range.lowerBound + inset
    end = range.upperBound - inset
    output = ScalarPieces(text)
  }

  consuming func read() -> ScalarPieces {
    while offset < end {
      let byte = text[offset]
      if Characters.isBlank(byte) || Characters.breakLength(text, offset, end) > 0 {
        readGap(afterEscapedBreak: false)
      } else if style == .singleQuoted, byte == UInt8(ascii: "'") {
        output.replace(offset..<min(offset + 2, end), by: CollectionOfOne(byte))
        offset += 2
      } else if style == .doubleQuoted, byte == UInt8(ascii: "\\") {
        readEscape()
      } else {
        readWord()
      }
    }
    return output
  }

  private mutating func readWord() {
    let start = offset
    repeat {
      offset += 1
    } while offset < end && !Characters.isBlank(text[offset]) && Characters.breakLength(text, offset, end) == 0
      && !(style == .singleQuoted && text[offset] == UInt8(ascii: "'"))
      && !(style == .doubleQuoted && text[offset] == UInt8(ascii: "\\"))
    output.copy(start..<offset)
  }

  /// Blanks within a line stay. Around line breaks they go: one break becomes a space, of several the first goes.
  private mutating func readGap(afterEscapedBreak: Bool) {
    let start = offset
    var breaks: [Range<Int>] = []
    while offset < end {
      let length = Characters.breakLength(text, offset, end)
      if length > 0 {
        breaks.append(offset..<offset + length)
      } else if !Characters.isBlank(text[offset]) {
        break
      }
      offset += max(length, 1)
    }
    if afterEscapedBreak {
      for range in breaks { output.lineBreak(range) }
    } else if let first = breaks.first {
      if Characters.keepsBreak(text, first.lowerBound) {
        for range in breaks { output.lineBreak(range) }
      } else if breaks.count == 1 {
        output.replace(start..<offset, by: CollectionOfOne(Characters.space))
      } else {
        for range in breaks.dropFirst() { output.lineBreak(range) }
      }
    } else {
      output.copy(start..<offset)
    }
  }

  private mutating func readEscape() {
    let start = offset
    let lineBreak = Characters.breakLength(text, offset + 1, end)
    if lineBreak > 0 {
      offset += 1 + lineBreak
      readGap(afterEscapedBreak: true)
      return
    }
    guard offset + 1 < end else {
      offset = end
      return
    }
    let name = text[offset + 1]
    offset += 2
    if let digits = Self.digitCount(name) {
      var value: UInt32 = 0
      let stop = min(offset + digits, end)
      while offset < stop, let digit = Self.hexadecimal(text[offset]) {
        value = value << 4 | digit
        offset += 1
      }
      output.replace(start..<offset, by: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
    } else {
      output.replace(start..<offset, by: Self.replacement(of: name).utf8)
    }
  }

  private static func digitCount(_ name: UInt8) -> Int? {
    switch name {
    case UInt8(ascii: "x"): 2
    case UInt8(ascii: "u"): 4
    case UInt8(ascii: "U"): 8
    default: nil
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private static func replacement(of name: UInt8) -> String {
    switch name {
    case UInt8(ascii: "0"): "\0"
    case UInt8(ascii: "a"): "\u{07}"
    case UInt8(ascii: "b"): "\u{08}"
    case UInt8(ascii: "t"), Characters.tab: "\t"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "v"): "\u{0B}"
    case UInt8(ascii: "f"): "\u{0C}"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "e"): "\u{1B}"
    case UInt8(ascii: "N"): "\u{85}"
    case UInt8(ascii: "_"): "\u{A0}"
    case UInt8(ascii: "L"): "\u{2028}"
    case UInt8(ascii: "P"): "\u{2029}"
    default: String(Unicode.Scalar(name))
    }
  }
}
