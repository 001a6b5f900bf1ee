extension GoTemplate {
  /// A token of a template.
  struct Token: Hashable {
    enum Kind: Hashable {
      case text, leftDelimiter, rightDelimiter, leftParenthesis, rightParenthesis, pipe, declare, assign, comma, space
      case dot, field, variable, identifier, keyword, bool, number, character, string, rawString
      case failure, end
    }

    var kind: Kind
    /// The text, or the message of a failure.
    var value: String
    var range: Range<Int>
    var line: Int
  }

  /// Cuts a template into tokens.
  struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var isInside = false
    private var parentheses = 0
    private var trimsNext = false
    private var line = 1
    private var isDone = false

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    static let keywords: Set<String> = [
      "block", "break", "continue", "define", "else", "end", "if", "nil", "range", "template", "with",
    ]

    mutating func next() -> Token {
      if isDone { return token(.end, position..<position) }
      return isInside ? insideAction() : text()
    }

    // MARK: Text

    private mutating func text() -> Token {
      if trimsNext {
        trimsNext = false
        while position < bytes.count, Self.isSpace(bytes[position]) { advance() }
      }
      let start = position
      let startLine = line
      guard let open = find("{{", from: position) else {
        while position < bytes.count { advance() }
        isDone = true
        guard start < bytes.count else { return token(.end, start..<start) }
        isDone = false
        return Token(kind: .text, value: string(start..<bytes.count), range: start..<bytes.count, line: startLine)
      }
      guard open > start else { return leftDelimiter() }
      var end = open
      if trimsLeft(open) { while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 } }
      while position < open { advance() }
      guard end > start else { return leftDelimiter() }
      return Token(kind: .text, value: string(start..<end), range: start..<end, line: startLine)
    }

    private func trimsLeft(_ open: Int) -> Bool {
      open + 3 < bytes.count && bytes[open + 2] == UInt8(ascii: "-") && Self.isSpace(bytes[open + 3])
    }

    private mutating func leftDelimiter() -> Token {
      guard position < bytes.count else {
        isDone = true
        return token(.end, position..<position)
      }
      let start = position
      let isTrimming = trimsLeft(start)
      let after = start + (isTrimming ? 4 : 2)
      if matches("/*", at: after) { return comment(start, after) }
      while position < after { advance() }
      isInside = true
      parentheses = 0
      return token(.leftDelimiter, start..<after)
    }

    private mutating func comment(_ start: Int, _ inner: Int) -> Token {
      guard let close = find("*/", from: inner + 2) else { return fail("unclosed comment", start) }
      var end = close + 2
      let isTrimming =
        end + 3 < bytes.count + 0 && Self.isSpace(bytes[end]) && matches("-}}", at: end + 1)
      if isTrimming { end += 2 }
      guard matches("}}", at: end) else { return fail("comment ends before closing delimiter", start) }
      while position < end + 2 { advance() }
      trimsNext = isTrimming
      return text()
    }

    // MARK: Actions

    private mutating func insideAction() -> Token {
      let start = position
      guard start < bytes.count else { return fail("unclosed action", start) }
      let trimming = Self.isSpace(bytes[start]) && matches("-}}", at: start + 1)
      if matches("}}", at: start) || trimming {
        if parentheses > 0 { return fail("unclosed left paren", start) }
        let end = start + (trimming ? 4 : 2)
        while position < end { advance() }
        isInside = false
        trimsNext = trimming
        return token(.rightDelimiter, start..<end)
      }
      let byte = bytes[start]
      switch byte {
      case UInt8(ascii: " "), 0x09, 0x0D, 0x0A: return spaces()
      case UInt8(ascii: "="): return simple(.assign, 1)
      case UInt8(ascii: ":"):
        guard matches(":=", at: start) else { return fail("expected :=", start) }
        return simple(.declare, 2)
      case UInt8(ascii: "|"): return simple(.pipe, 1)
      case UInt8(ascii: "\""): return quoted(UInt8(ascii: "\""), .string, "unterminated quoted string")
      case UInt8(ascii: "'"): return quoted(UInt8(ascii: "'"), .character, "unterminated character constant")
      case UInt8(ascii: "`"): return raw()
      case UInt8(ascii: "$"): return word(.variable)
      case UInt8(ascii: "."):
        if start + 1 < bytes.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[start + 1]) {
          return number()
        }
        return word(.field)
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return number()
      case UInt8(ascii: "("):
        parentheses += 1
        return simple(.leftParenthesis, 1)
      case UInt8(ascii: ")"):
        parentheses -= 1
        if parentheses < 0 { return fail("unexpected right paren", start) }
        return simple(.rightParenthesis, 1)
      case UInt8(ascii: ","): return simple(.comma, 1)
      default:
        guard let scalar = scalar(at: start), Self.isLetter(scalar) else {
          return fail("unrecognized character in action: \(description(at: start))", start)
        }
        return word(.identifier)
      }
    }

    private mutating func spaces() -> Token {
      let start = position
      while position < bytes.count, Self.isSpace(bytes[position]) {
        // The space before a trim marker belongs to the marker.
        if matches("-}}", at: position + 1) { break }
        advance()
      }
      if position == start { return insideAction() }
      return token(.space, start..<position)
    }

    private mutating func simple(_ kind: Token.Kind, _ count: Int) -> Token {
      let start = position
      for _ in 0..<count { advance() }
      return token(kind, start..<position)
    }

    private mutating func quoted(_ quote: UInt8, _ kind: Token.Kind, _ message: String) -> Token {
      let start = position
      advance()
      while position < bytes.count, bytes[position] != quote {
        if bytes[position] == 0x0A { return fail(message, start) }
        if bytes[position] == UInt8(ascii: "\\") {
          advance()
          guard position < bytes.count, bytes[position] != 0x0A else { return fail(message, start) }
        }
        advance()
      }
      guard position < bytes.count else { return fail(message, start) }
      advance()
      return token(kind, start..<position)
    }

    private mutating func raw() -> Token {
      let start = position
      let startLine = line
      advance()
      while position < bytes.count, bytes[position] != UInt8(ascii: "`") { advance() }
      guard position < bytes.count else { return fail("unterminated raw quoted string", start) }
      advance()
      return Token(kind: .rawString, value: string(start..<position), range: start..<position, line: startLine)
    }

    /// A name, with the `.` or `$` that it begins with.
    private mutating func word(_ kind: Token.Kind) -> Token {
      let start = position
      if kind != .identifier { advance() }
      let nameStart = position
      while let scalar = scalar(at: position), Self.isAlphanumeric(scalar) {
        for _ in 0..<UTF8.width(scalar) { advance() }
      }
      if !isAtTerminator { return fail("bad character \(description(at: position))", start) }
      let value = string(start..<position)
      if kind == .field, position == nameStart { return token(.dot, start..<position) }
      guard kind == .identifier else { return token(kind, start..<position) }
      if Self.keywords.contains(value) { return token(.keyword, start..<position) }
      return token(value == "true" || value == "false" ? .bool : .identifier, start..<position)
    }

    private mutating func number() -> Token {
      let start = position
      if [UInt8(ascii: "+"), UInt8(ascii: "-")].contains(bytes[position]) { advance() }
      while let scalar = scalar(at: position),
        Self.isAlphanumeric(scalar) || scalar == "."
          || (scalar == "+" || scalar == "-") && "eEpP".utf8.contains(bytes[position - 1]) && position > start + 1
      {
        for _ in 0..<UTF8.width(scalar) { advance() }
      }
      let value = string(start..<position)
      guard value.utf8.contains(where: { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), isAtTerminator else {
        return fail("bad number syntax: \(GoQuote.quote(value))", start)
      }
      return token(.number, start..<position)
    }

    private var isAtTerminator: Bool {
      guard position < bytes.count else { return true }
      switch bytes[position] {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "|"), UInt8(ascii: ":"), UInt8(ascii: ")"),
        UInt8(ascii: "("), UInt8(ascii: "="):
        return true
      default: return Self.isSpace(bytes[position]) || matches("}}", at: position)
      }
    }

    // MARK: Bytes

    private mutating func advance() {
      if bytes[position] == 0x0A { line += 1 }
      position += 1
    }

    private mutating func fail(_ message: String, _ start: Int) -> Token {
      isDone = true
      return Token(
        kind: .failure, value: message, range: start..<max(start, min(position + 1, bytes.count)), line: line)
    }

    private func token(_ kind: Token.Kind, _ range: Range<Int>) -> Token {
      Token(kind: kind, value: string(range), range: range, line: line)
    }

    private func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    private func matches(_ text: StaticString, at start: Int) -> Bool {
      let count = text.utf8CodeUnitCount
      guard start >= 0, start + count <= bytes.count else { return false }
      return text.withUTF8Buffer { wanted in (0..<count).allSatisfy { bytes[start + $0] == wanted[$0] } }
    }

    private func find(_ text: StaticString, from start: Int) -> Int? {
      var index = start
      let last = bytes.count - text.utf8CodeUnitCount
      while index <= last {
        if matches(text, at: index) { return index }
        index += 1
      }
      return nil
    }

    private func scalar(at index: Int) -> Unicode.Scalar? {
      guard index < bytes.count else { return nil }
      if bytes[index] < 0x80 { return Unicode.Scalar(bytes[index]) }
      var iterator = bytes[index..<min(index + 4, bytes.count)].makeIterator()
      var decoder = UTF8()
      if case .scalarValue(let scalar) = decoder.decode(&iterator) { return scalar }
      return nil
    }

    /// A character as `%#U` shows it: `U+002D '-'`.
    private func description(at index: Int) -> String {
      guard let scalar = scalar(at: index) else { return "U+FFFD '\u{FFFD}'" }
      let digits = String(scalar.value, radix: 16, uppercase: true)
      let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
      return Runes.isPrintable(scalar) ? "\(code) '\(scalar)'" : code
    }

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A }
    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "_" || isLetterOrDigit(scalar, digits: false)
    }
    private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
      scalar == "_" || isLetterOrDigit(scalar, digits: true)
    }
    private static func isLetterOrDigit(_ scalar: Unicode.Scalar, digits: Bool) -> Bool {
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
      case .decimalNumber: digits
      default: false
      }
    }
  }
}
