/// Makes tokens of bytes, taking the longest at each place.
struct JexlLexer {
  private let text: SourceText
  private let bytes: [UInt8]
  private var index = 0
  /// Behind a dot a name may begin with a digit, until a name or string has come.
  private var isAfterDot = false
  private var tokens: [JexlToken] = []

  static func tokens(of text: SourceText) throws(JexlError) -> [JexlToken] {
    var lexer = JexlLexer(text)
    while let token = try lexer.next() { lexer.tokens.append(token) }
    lexer.tokens.append(JexlToken(kind: .end, start: lexer.bytes.count, end: lexer.bytes.count))
    return lexer.tokens
  }

  private init(_ text: SourceText) {
    self.text = text
    bytes = text.bytes
    tokens.reserveCapacity(bytes.count / 4 + 2)
  }

  private func byte(_ offset: Int = 0) -> UInt8 {
    index + offset < bytes.count ? bytes[index + offset] : 0
  }

  private func failure(_ range: Range<Int>, _ message: String, help: String? = nil) -> JexlError {
    JexlError(.syntax, text.original(range), message, help: help)
  }

  private mutating func next() throws(JexlError) -> JexlToken? {
    try skipBlanks()
    guard index < bytes.count else { return nil }
    let start = index
    let first = bytes[index]
    let kind: JexlToken.Kind
    if Self.isNameByte(first), isAfterDot || !Self.isDigit(first) {
      kind = name()
    } else if Self.isDigit(first) {
      kind = number()
    } else if first == 0x22 || first == 0x27 {
      kind = try string(first)
      isAfterDot = false
    } else if first == 0x60 {
      kind = try template()
    } else {
      kind = try sign()
    }
    if kind == .dot { isAfterDot = true }
    return JexlToken(kind: kind, start: start, end: index)
  }

  private mutating func skipBlanks() throws(JexlError) {
    while index < bytes.count {
      switch bytes[index] {
      case 0x20, 0x09, 0x0A, 0x0D, 0x0C: index += 1
      case 0x23 where byte(1) == 0x23, 0x2F where byte(1) == 0x2F:
        while index < bytes.count, bytes[index] != 0x0A, bytes[index] != 0x0D { index += 1 }
      case 0x2F where byte(1) == 0x2A:
        var end = index + 2
        while end + 1 < bytes.count, bytes[end] != 0x2A || bytes[end + 1] != 0x2F { end += 1 }
        guard end + 1 < bytes.count else {
          throw failure(index..<index + 2, "the comment that begins here has no end", help: "end it with */")
        }
        index = end + 2
      default: return
      }
    }
  }

  private mutating func name() -> JexlToken.Kind {
    let start = index
    while Self.isNameByte(byte()) { index += 1 }
    if let word = JexlToken.Kind(word: bytes[start..<index]) {
      // A word does not end the state behind a dot, save these two.
      if word == .emptyWord || word == .sizeWord { isAfterDot = false }
      return word
    }
    defer { isAfterDot = false }
    return isAfterDot ? .dotIdentifier : .identifier
  }

  private mutating func digits() {
    while Self.isDigit(byte()) { index += 1 }
  }

  /// An exponent, if one is complete.
  private mutating func exponent() {
    guard byte() | 0x20 == 0x65 else { return }
    let sign = byte(1) == 0x2B || byte(1) == 0x2D ? 1 : 0
    guard Self.isDigit(byte(1 + sign)) else { return }
    index += 1 + sign
    digits()
  }

  private var isFloatSuffix: Bool { [0x64, 0x66, 0x62].contains(byte() | 0x20) && byte() > 0x40 }

  private mutating func number() -> JexlToken.Kind {
    let start = index
    digits()
    let afterDigits = index
    // Digits, a point and digits; or anything that ends with a suffix.
    if byte() == 0x2E, Self.isDigit(byte(1)) {
      index += 1
      digits()
      exponent()
      if isFloatSuffix { index += 1 }
      return .float
    }
    if byte() == 0x2E { index += 1 }
    exponent()
    if isFloatSuffix {
      index += 1
      return .float
    }
    index = afterDigits
    if bytes[start] == 0x30, afterDigits == start + 1, byte() | 0x20 == 0x78, Self.isHexadecimal(byte(1)) {
      index += 1
      while Self.isHexadecimal(byte()) { index += 1 }
    } else if bytes[start] == 0x30 {
      // Octal: an 8 or 9 begins another token.
      index = start + 1
      while (0x30...0x37).contains(byte()) { index += 1 }
    }
    if byte() | 0x20 == 0x6C || byte() | 0x20 == 0x68, byte() > 0x40 { index += 1 }
    return .integer
  }

  private mutating func string(_ quote: UInt8) throws(JexlError) -> JexlToken.Kind {
    let start = index
    index += 1
    while index < bytes.count {
      switch bytes[index] {
      case quote:
        index += 1
        return .string
      case 0x0A, 0x0D:
        throw failure(start..<index, "the text that begins here does not end on its line", help: "close the quote")
      case 0x5C where index + 1 < bytes.count && byte(1) != 0x0A && byte(1) != 0x0D: index += 2
      default: index += 1
      }
    }
    throw failure(start..<bytes.count, "the text that begins here has no end", help: "close the quote")
  }

  private mutating func template() throws(JexlError) -> JexlToken.Kind {
    let start = index
    index += 1
    while index < bytes.count {
      if bytes[index] == 0x60 {
        index += 1
        return .template
      }
      index += bytes[index] == 0x5C ? 2 : 1
    }
    index = bytes.count
    throw failure(start..<bytes.count, "the template that begins here has no end", help: "close the back quote")
  }

  private mutating func sign() throws(JexlError) -> JexlToken.Kind {
    let first = bytes[index]
    if first == 0x23, bytes[index...].starts(with: "#NaN".utf8) {
      index += 4
      return .notANumber
    }
    if let kind = Self.pair(first, byte(1)) {
      index += 2
      return kind
    }
    guard let kind = Self.single(first) else {
      var end = index + 1
      while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
      let found = String(decoding: bytes[index..<end], as: UTF8.self)
      throw failure(index..<end, "`\(found)` is no part of the language")
    }
    index += 1
    return kind
  }

  private static func pair(_ first: UInt8, _ second: UInt8) -> JexlToken.Kind? {
    switch (first, second) {
    case (0x26, 0x26): .and
    case (0x7C, 0x7C): .or
    case (0x3D, 0x3D): .equal
    case (0x21, 0x3D): .notEqual
    case (0x3D, 0x7E): .matches
    case (0x21, 0x7E): .doesNotMatch
    case (0x3D, 0x5E): .startsWith
    case (0x3D, 0x24): .endsWith
    case (0x21, 0x5E): .doesNotStartWith
    case (0x21, 0x24): .doesNotEndWith
    case (0x3E, 0x3D): .greaterOrEqual
    case (0x3C, 0x3D): .lessOrEqual
    case (0x2D, 0x3E): .arrow
    case (0x3F, 0x3A): .elvis
    case (0x2E, 0x2E): .range
    case (0x2B, 0x3D): .plusAssign
    case (0x2D, 0x3D): .minusAssign
    case (0x2A, 0x3D): .multiplyAssign
    case (0x2F, 0x3D): .divideAssign
    case (0x25, 0x3D): .moduloAssign
    case (0x26, 0x3D): .andAssign
    case (0x7C, 0x3D): .orAssign
    case (0x5E, 0x3D): .xorAssign
    default: nil
    }
  }

  private static func single(_ byte: UInt8) -> JexlToken.Kind? {
    switch byte {
    case 0x28: .leftParenthesis
    case 0x29: .rightParenthesis
    case 0x7B: .leftBrace
    case 0x7D: .rightBrace
    case 0x5B: .leftBracket
    case 0x5D: .rightBracket
    case 0x3B: .semicolon
    case 0x3A: .colon
    case 0x2C: .comma
    case 0x2E: .dot
    case 0x3F: .question
    case 0x7C: .bitOr
    case 0x5E: .bitXor
    case 0x26: .bitAnd
    case 0x3C: .less
    case 0x3E: .greater
    case 0x2B: .plus
    case 0x2D: .minus
    case 0x2A: .multiply
    case 0x2F: .divide
    case 0x25: .modulo
    case 0x21: .not
    case 0x7E: .tilde
    case 0x3D: .assign
    default: nil
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
  private static func isHexadecimal(_ byte: UInt8) -> Bool { isDigit(byte) || (byte | 0x20) &- 0x61 < 6 }
  private static func isNameByte(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20) &- 0x61 < 26 || byte == 0x5F || byte == 0x24 || byte == 0x40
  }
}
