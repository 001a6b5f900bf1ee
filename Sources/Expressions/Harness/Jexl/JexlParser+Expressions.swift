extension JexlParser {
  /// The widest expression: assignments, then conditions, then operators.
  mutating func expression() throws(JexlError) -> JexlProgram.ID {
    try nested { (parser: inout JexlParser) throws(JexlError) in try parser.assignment() }
  }

  private mutating func assignment() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let target = try conditional()
    guard let assignment = kind.assignment else { return target }
    position += 1
    let value = try expression()
    return make(.assignment(assignment, target, value), start)
  }

  private mutating func conditional() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let condition = try binary(above: 0)
    if accept(.question) {
      let yes = try expression()
      try expect(.colon)
      let no = try expression()
      return make(.conditional(condition, yes, no), start)
    }
    if accept(.elvis) {
      let otherwise = try expression()
      return make(.elvis(condition, otherwise), start)
    }
    return condition
  }

  /// Operators that bind tighter than a level, by precedence climbing.
  private mutating func binary(above level: Int) throws(JexlError) -> JexlProgram.ID {
    let start = start
    var left = try unary()
    // What may still follow: nothing that binds as a comparison does behind a comparison.
    var highest = Int.max
    while let found = kind.binaryOperator, found.precedence > level, found.precedence <= highest {
      position += 1
      let right = try binary(above: found.precedence)
      left = make(.binary(found, left, right), start)
      highest = found.isAssociative ? found.precedence : found.precedence - 1
    }
    return left
  }

  private mutating func unary() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let found: JexlSyntax.UnaryOperator
    switch kind {
    case .minus: found = .negate
    case .tilde: found = .complement
    case .not: found = .not
    case .emptyWord: found = .empty
    case .sizeWord: found = .size
    default: return try value()
    }
    position += 1
    let operand = try nested { (parser: inout JexlParser) throws(JexlError) in try parser.unary() }
    return make(.unary(found, operand), start)
  }

  // MARK: - Values

  /// A primary and the members, indexes and calls that follow it.
  private mutating func value() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let isGroup = kind == .leftParenthesis && !isArrowFunction()
    let base = try primary()
    var members: [JexlSyntax.Member] = []
    while isGroup && members.allSatisfy(\.isApplication) && kind == .leftParenthesis {
      try appendApplication(&members)
    }
    while true {
      if kind == .dot {
        try appendDotted(&members)
      } else if kind == .leftBracket {
        let memberStart = self.start
        position += 1
        let index = try expression()
        try expect(.rightBracket)
        members.append(.init(kind: .index(index), range: text.original(memberStart..<tokens[position - 1].end)))
      } else {
        break
      }
      while kind == .leftParenthesis { try appendApplication(&members) }
    }
    return members.isEmpty ? base : make(.access(base, members), start)
  }

  private mutating func appendApplication(_ members: inout [JexlSyntax.Member]) throws(JexlError) {
    let memberStart = start
    let arguments = try arguments()
    members.append(.init(kind: .apply(arguments), range: text.original(memberStart..<tokens[position - 1].end)))
  }

  private mutating func appendDotted(_ members: inout [JexlSyntax.Member]) throws(JexlError) {
    let memberStart = start
    position += 1
    let name: String
    switch kind {
    case .dotIdentifier: name = spelling(tokens[position])
    case .string: name = stringValue(tokens[position])
    case .sizeWord, .emptyWord:
      name = spelling(tokens[position])
      guard kind(ahead: 1) == .leftParenthesis, kind(ahead: 2) == .rightParenthesis else { throw unexpected() }
    default: throw unexpected()
    }
    let isCallable = kind != .string
    position += 1
    if kind == .leftParenthesis, isCallable {
      let arguments = try arguments()
      members.append(
        .init(kind: .method(name, arguments), range: text.original(memberStart..<tokens[position - 1].end)))
    } else {
      members.append(.init(kind: .property(name), range: text.original(memberStart..<tokens[position - 1].end)))
    }
  }

  private mutating func arguments() throws(JexlError) -> [JexlProgram.ID] {
    try expect(.leftParenthesis)
    var result: [JexlProgram.ID] = []
    if accept(.rightParenthesis) { return result }
    repeat { result.append(try expression()) } while accept(.comma)
    try expect(.rightParenthesis)
    return result
  }

  private mutating func primary() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let token = tokens[position]
    if token.kind == .functionWord || isArrowFunction() { return try function() }
    switch token.kind {
    case .leftParenthesis:
      position += 1
      let inner = try expression()
      try expect(.rightParenthesis)
      return make(.group(inner), start)
    case .leftBrace: return try braces()
    case .leftBracket:
      position += 1
      var elements: [JexlProgram.ID] = []
      if kind != .rightBracket {
        repeat { elements.append(try expression()) } while accept(.comma)
      }
      try expect(.rightBracket)
      return make(.arrayLiteral(elements), start)
    case .newWord:
      position += 1
      let arguments = try arguments()
      return make(.construction(arguments), start)
    case .identifier: return try name()
    default: return try literal()
    }
  }

  /// A variable, or the call of a function.
  private mutating func name() throws(JexlError) -> JexlProgram.ID {
    let start = start
    let first = spelling(tokens[position])
    if kind(ahead: 1) == .colon, kind(ahead: 2) == .identifier, kind(ahead: 3) == .leftParenthesis {
      let function = spelling(tokens[position + 2])
      position += 3
      let arguments = try arguments()
      return make(.call(function, namespace: first, arguments), start)
    }
    position += 1
    guard kind == .leftParenthesis else { return make(.identifier(first), start) }
    let arguments = try arguments()
    return make(.call(first, namespace: nil, arguments), start)
  }

  /// A map (`{k: v}`, `{:}`) or a set (`{a, b}`, `{}`).
  private mutating func braces() throws(JexlError) -> JexlProgram.ID {
    let start = start
    position += 1
    if accept(.rightBrace) { return make(.setLiteral([]), start) }
    if accept(.colon) {
      try expect(.rightBrace)
      return make(.mapLiteral([]), start)
    }
    let first = try expression()
    if accept(.colon) {
      var entries = [JexlSyntax.Entry(key: first, value: try expression())]
      while accept(.comma) {
        let key = try expression()
        try expect(.colon)
        entries.append(.init(key: key, value: try expression()))
      }
      try expect(.rightBrace)
      return make(.mapLiteral(entries), start)
    }
    var elements = [first]
    while accept(.comma) { elements.append(try expression()) }
    try expect(.rightBrace)
    return make(.setLiteral(elements), start)
  }

  // MARK: - Literals

  private mutating func literal() throws(JexlError) -> JexlProgram.ID {
    let token = tokens[position]
    let start = token.start
    let value: JexlValue
    switch token.kind {
    case .integer, .float:
      let written = spelling(token)
      guard let number = token.kind == .integer ? JexlLiterals.integer(written) : JexlLiterals.float(written) else {
        throw JexlError(.limit, text.original(token.start..<token.end), "the number \(written) is too large")
      }
      value = number
    case .string: value = .string(stringValue(token))
    case .template:
      let pieces = try template(token)
      position += 1
      return make(.template(pieces), start)
    case .nullWord: value = .null
    case .trueWord: value = .boolean(true)
    case .falseWord: value = .boolean(false)
    case .notANumber: value = .double(.nan)
    default: throw unexpected()
    }
    position += 1
    return make(.literal(value), start)
  }

  func stringValue(_ token: JexlToken) -> String {
    JexlLiterals.string(text.bytes[token.start + 1..<token.end - 1], quote: text.bytes[token.start])
  }

  /// The pieces of `` `text ${expression}` ``.
  private mutating func template(_ token: JexlToken) throws(JexlError) -> [JexlSyntax.TemplatePiece] {
    let bytes = text.bytes
    let end = token.end - 1
    var pieces: [JexlSyntax.TemplatePiece] = []
    var literal = token.start + 1
    var index = literal
    func flush(_ upTo: Int, _ pieces: inout [JexlSyntax.TemplatePiece]) {
      guard literal < upTo else { return }
      pieces.append(.text(JexlLiterals.string(bytes[literal..<upTo], quote: 0x60)))
    }
    while index < end {
      if bytes[index] == 0x5C {
        index += 2
        continue
      }
      guard bytes[index] == 0x24 || bytes[index] == 0x23, index + 1 < end, bytes[index + 1] == 0x7B,
        let close = Self.closingBrace(bytes, from: index + 2, to: end)
      else {
        index += 1
        continue
      }
      flush(index, &pieces)
      pieces.append(.expression(try embedded(index + 2..<close)))
      index = close + 1
      literal = index
    }
    flush(end, &pieces)
    return pieces
  }

  private static func closingBrace(_ bytes: [UInt8], from start: Int, to end: Int) -> Int? {
    var depth = 1
    var quote: UInt8?
    var index = start
    while index < end {
      let byte = bytes[index]
      if byte == 0x5C {
        index += 2
        continue
      }
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x7B {
        depth += 1
      } else if byte == 0x7D {
        depth -= 1
        if depth == 0 { return index }
      }
      index += 1
    }
    return nil
  }

  /// Reads a part of the text by itself and takes its nodes over.
  private mutating func embedded(_ range: Range<Int>) throws(JexlError) -> JexlProgram.ID {
    var part = SourceText()
    part.append(range, of: text)
    let text = part
    return try nested { (parser: inout JexlParser) throws(JexlError) in
      var inner = try JexlParser(text)
      let tree = try inner.parse(.expression)
      return parser.program.take(tree)
    }
  }
}

extension JexlSyntax.Member {
  var isApplication: Bool { if case .apply = kind { true } else { false } }
}
