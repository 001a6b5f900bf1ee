/// Makes a tree of tokens, by the grammar of JEXL 3.0 (`grammar/jexl.ebnf`).
struct JexlParser {
  let text: SourceText
  let tokens: [JexlToken]
  var position = 0
  var program = JexlProgram()
  private var nesting = 0
  private var loops = 0

  init(_ text: SourceText) throws(JexlError) {
    guard text.bytes.count <= JexlLimits.maximumTextLength else {
      throw JexlError(.limit, text.original(0..<0), "the expression is too long")
    }
    self.text = text
    tokens = try JexlLexer.tokens(of: text)
    program.nodes.reserveCapacity(tokens.count)
  }

  /// Reads the whole text.
  mutating func parse(_ mode: Jexl.Mode) throws(JexlError) -> JexlProgram {
    if mode == .expression {
      program.root = kind == .end ? make(.block([]), 0) : try expression()
    } else {
      var statements: [JexlProgram.ID] = []
      while kind != .end {
        if let statement = try statement() { statements.append(statement) }
      }
      if let only = statements.first, statements.count == 1 {
        program.root = only
      } else {
        program.root = make(.block(statements), 0)
      }
    }
    guard kind == .end else { throw unexpected() }
    return program
  }

  // MARK: - Tokens

  var kind: JexlToken.Kind { tokens[position].kind }

  func kind(ahead: Int) -> JexlToken.Kind {
    position + ahead < tokens.count ? tokens[position + ahead].kind : .end
  }

  func spelling(_ token: JexlToken) -> String { String(decoding: text.bytes[token.start..<token.end], as: UTF8.self) }

  mutating func accept(_ wanted: JexlToken.Kind) -> Bool {
    guard kind == wanted else { return false }
    position += 1
    return true
  }

  mutating func expect(_ wanted: JexlToken.Kind) throws(JexlError) {
    guard accept(wanted) else { throw unexpected(wanted: wanted) }
  }

  /// The start, in the composed text, of the token that comes next.
  var start: Int { tokens[position].start }

  /// A node from a start to the end of the last token taken.
  mutating func make(_ kind: JexlSyntax.Kind, _ start: Int) -> JexlProgram.ID {
    let end = position > 0 ? max(start, tokens[position - 1].end) : start
    program.nodes.append(JexlSyntax(kind: kind, range: text.original(start..<end)))
    return program.nodes.count - 1
  }

  /// Runs a rule one level deeper.
  mutating func nested<Result>(
    _ rule: (inout JexlParser) throws(JexlError) -> Result
  ) throws(JexlError) -> Result {
    guard nesting < JexlLimits.maximumNesting else {
      throw JexlError(.limit, text.original(start..<start), "the expression is nested too deeply")
    }
    nesting += 1
    defer { nesting -= 1 }
    return try rule(&self)
  }

  // MARK: - Statements

  /// A statement; nil for a semicolon alone.
  private mutating func statement() throws(JexlError) -> JexlProgram.ID? {
    try nested { (parser: inout JexlParser) throws(JexlError) in try parser.anyStatement() }
  }

  private mutating func anyStatement() throws(JexlError) -> JexlProgram.ID? {
    let start = start
    switch kind {
    case .semicolon:
      position += 1
      return nil
    case .leftBrace where isBlock(): return try block()
    case .ifWord: return try ifStatement()
    case .forWord: return try forStatement()
    case .whileWord: return try whileStatement()
    case .returnWord:
      position += 1
      let value = try expression()
      return make(.returning(value), start)
    case .breakWord, .continueWord:
      guard loops > 0 else { throw unexpected() }
      position += 1
      return make(tokens[position - 1].kind == .breakWord ? .breaking : .continuing, start)
    case .varWord: return try variable()
    default:
      let value = try expression()
      // An expression right behind another is ambiguous, and refused.
      guard kind == .semicolon || kind == .end || kind == .rightBrace || isStatementWord(kind) else {
        throw unexpected()
      }
      _ = accept(.semicolon)
      return value
    }
  }

  private func isStatementWord(_ kind: JexlToken.Kind) -> Bool {
    switch kind {
    case .ifWord, .forWord, .whileWord, .returnWord, .breakWord, .continueWord, .varWord, .elseWord: true
    default: false
    }
  }

  /// Whether a brace at the start of a statement begins a block and no set or map: a semicolon ends a statement in it.
  private func isBlock() -> Bool {
    var depth = 0
    for token in tokens[position...] {
      switch token.kind {
      case .leftBrace, .leftParenthesis, .leftBracket: depth += 1
      case .rightBrace, .rightParenthesis, .rightBracket:
        depth -= 1
        if depth == 0 { return false }
      case .semicolon where depth == 1: return true
      default: break
      }
    }
    return false
  }

  private mutating func block() throws(JexlError) -> JexlProgram.ID {
    let start = start
    try expect(.leftBrace)
    var statements: [JexlProgram.ID] = []
    while kind != .rightBrace {
      guard kind != .end else { throw unexpected(wanted: .rightBrace) }
      if let statement = try statement() { statements.append(statement) }
    }
    position += 1
    return make(.block(statements), start)
  }

  /// What an `if` or loop governs: a block, or one statement.
  private mutating func body() throws(JexlError) -> JexlProgram.ID {
    if kind == .leftBrace {
      return try nested { (parser: inout JexlParser) throws(JexlError) in try parser.block() }
    }
    let start = start
    return try statement() ?? make(.block([]), start)
  }

  private mutating func ifStatement() throws(JexlError) -> JexlProgram.ID {
    let start = start
    position += 1
    try expect(.leftParenthesis)
    let condition = try expression()
    try expect(.rightParenthesis)
    let yes = try body()
    let no = accept(.elseWord) ? try body() : nil
    return make(.ifElse(condition, yes, no), start)
  }

  private mutating func forStatement() throws(JexlError) -> JexlProgram.ID {
    let start = start
    position += 1
    try expect(.leftParenthesis)
    let isLocal = accept(.varWord)
    let name = tokens[position]
    try expect(.identifier)
    try expect(.colon)
    let items = try expression()
    try expect(.rightParenthesis)
    loops += 1
    defer { loops -= 1 }
    let body = try body()
    return make(.forEach(spelling(name), isLocal: isLocal, items, body), start)
  }

  private mutating func whileStatement() throws(JexlError) -> JexlProgram.ID {
    let start = start
    position += 1
    try expect(.leftParenthesis)
    let condition = try expression()
    try expect(.rightParenthesis)
    loops += 1
    defer { loops -= 1 }
    let body = try body()
    return make(.whileLoop(condition, body), start)
  }

  private mutating func variable() throws(JexlError) -> JexlProgram.ID {
    let start = start
    position += 1
    let name = tokens[position]
    try expect(.identifier)
    let value = accept(.assign) ? try expression() : nil
    return make(.variable(spelling(name), value), start)
  }

  // MARK: - Functions

  /// `function(x) {…}`, `(x, y) -> {…}` and `x -> {…}`.
  mutating func function() throws(JexlError) -> JexlProgram.ID {
    let start = start
    var parameters: [String] = []
    let isWord = accept(.functionWord)
    if kind == .identifier {
      parameters = [spelling(tokens[position])]
      position += 1
    } else {
      try expect(.leftParenthesis)
      while kind == .identifier {
        parameters.append(spelling(tokens[position]))
        position += 1
        if !accept(.comma) { break }
      }
      try expect(.rightParenthesis)
    }
    if !isWord { try expect(.arrow) }
    let body = try nested { (parser: inout JexlParser) throws(JexlError) in try parser.block() }
    return make(.function(parameters: parameters, body: body), start)
  }

  /// Whether a function without the word begins here.
  func isArrowFunction() -> Bool {
    if kind == .identifier { return kind(ahead: 1) == .arrow }
    guard kind == .leftParenthesis else { return false }
    var ahead = 1
    while kind(ahead: ahead) == .identifier {
      ahead += 1
      guard kind(ahead: ahead) == .comma else { break }
      ahead += 1
    }
    return kind(ahead: ahead) == .rightParenthesis && kind(ahead: ahead + 1) == .arrow
  }
}
