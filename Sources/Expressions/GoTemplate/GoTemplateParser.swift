extension GoTemplate {
  /// Reads tokens into a tree, one token ahead.
  struct Parser {
    private let bytes: [UInt8]
    private let name: String
    let functions: Functions
    private var lexer: Lexer
    private var waiting: [Token] = []
    var variables: [String] = ["$"]
    private var definitions: [String: [Node]] = [:]
    var depth = 0
    private var rangeDepth = 0
    private var actionLine = 0
    private let limits = Limits.standard

    init(_ text: String, name: String, functions: Functions) {
      bytes = Array(text.utf8)
      self.name = name
      self.functions = functions
      lexer = Lexer(bytes)
    }

    mutating func parse() -> Result<Syntax, Failure> {
      do throws(Failure) {
        let nodes = try topLevel()
        return .success(
          Syntax(
            name: name, text: bytes, nodes: nodes,
            definitions: definitions.sorted { $0.key < $1.key }.map { Definition(name: $0.key, nodes: $0.value) },
            functions: functions))
      } catch {
        return .failure(error)
      }
    }

    // MARK: Tokens

    mutating func next() -> Token { waiting.popLast() ?? lexer.next() }

    mutating func back(_ token: Token) { waiting.append(token) }

    mutating func peek() -> Token {
      let token = next()
      back(token)
      return token
    }

    mutating func nextNonSpace() -> Token {
      var token = next()
      while token.kind == .space { token = next() }
      return token
    }

    mutating func peekNonSpace() -> Token {
      let token = nextNonSpace()
      back(token)
      return token
    }

    // MARK: Failures

    func failure(_ detail: String, at token: Token, reason: Failure.Reason = .syntax) -> Failure {
      Failure(
        reason: reason, message: "template: \(name):\(token.line): \(detail)", detail: detail, range: token.range)
    }

    func unexpected(_ token: Token, _ context: String) -> Failure {
      if token.kind == .failure {
        var more = ""
        if actionLine != 0, actionLine != token.line {
          more =
            token.value.hasSuffix(" action")
            ? " started at \(name):\(actionLine)" : " in action started at \(name):\(actionLine)"
        }
        return failure(token.value + more, at: token)
      }
      return failure("unexpected \(Self.show(token)) in \(context)", at: token)
    }

    private static func show(_ token: Token) -> String {
      switch token.kind {
      case .end: return "EOF"
      case .failure: return token.value
      case .keyword: return "<\(token.value)>"
      default:
        guard token.value.unicodeScalars.count > 10 else { return GoQuote.quote(token.value) }
        var start = String.UnicodeScalarView()
        start.append(contentsOf: token.value.unicodeScalars.prefix(10))
        return GoQuote.quote(String(start)) + "..."
      }
    }

    mutating func deeper(_ token: Token) throws(Failure) {
      depth += 1
      guard depth <= limits.depth else {
        throw failure("the template nests more than \(limits.depth) levels", at: token, reason: .limit)
      }
    }

    // MARK: Lists

    private enum End { case end, otherwise, file }

    private mutating func topLevel() throws(Failure) -> [Node] {
      var nodes: [Node] = []
      while true {
        let token = next()
        switch token.kind {
        case .end: return nodes
        case .text: nodes.append(.text(token.value))
        case .leftDelimiter:
          actionLine = token.line
          let word = peekNonSpace()
          if word.kind == .keyword, word.value == "define" {
            _ = nextNonSpace()
            try definition()
            continue
          }
          switch try action() {
          case .node(let node): nodes.append(node)
          case .end: throw failure("unexpected {{end}}", at: word)
          case .otherwise: throw failure("unexpected {{else}}", at: word)
          case .nothing: break
          }
        default: throw unexpected(token, "input")
        }
      }
    }

    private mutating func definition() throws(Failure) {
      let context = "define clause"
      let title = nextNonSpace()
      guard let text = Self.unquoted(title) else { throw unexpected(title, context) }
      let close = nextNonSpace()
      guard close.kind == .rightDelimiter else { throw unexpected(close, context) }
      let outer = variables
      variables = ["$"]
      let (nodes, end) = try list()
      variables = outer
      guard case .end = end else { throw unexpected(peek(), context) }
      definitions[text] = nodes
    }

    /// Nodes up to `end` or `else`.
    private mutating func list() throws(Failure) -> ([Node], End) {
      var nodes: [Node] = []
      try deeper(peek())
      defer { depth -= 1 }
      while true {
        let token = next()
        switch token.kind {
        case .end: throw failure("unexpected EOF", at: token)
        case .text: nodes.append(.text(token.value))
        case .leftDelimiter:
          actionLine = token.line
          switch try action() {
          case .node(let node): nodes.append(node)
          case .end: return (nodes, .end)
          case .otherwise: return (nodes, .otherwise)
          case .nothing: break
          }
        default: throw unexpected(token, "input")
        }
      }
    }

    // MARK: Actions

    private enum Action {
      case node(Node)
      case end, otherwise, nothing
    }

    private mutating func action() throws(Failure) -> Action {
      let token = nextNonSpace()
      if token.kind == .keyword {
        switch token.value {
        case "end":
          try close("end")
          return .end
        case "else":
          let following = peekNonSpace()
          // `else if` and `else with` are opened by whoever reads the branch.
          if following.kind == .keyword, following.value == "if" || following.value == "with" { return .otherwise }
          try close("else")
          return .otherwise
        case "if": return .node(.conditional(try branch("if")))
        case "with": return .node(.with(try branch("with")))
        case "range":
          rangeDepth += 1
          defer { rangeDepth -= 1 }
          return .node(.range(try branch("range")))
        case "break", "continue":
          try close(token.value)
          guard rangeDepth > 0 else { throw failure("{{\(token.value)}} outside {{range}}", at: token) }
          return .node(token.value == "break" ? .leave(token.range) : .next(token.range))
        case "template": return .node(try invocation(token))
        case "block": return .node(try block(token))
        case "define": throw unexpected(token, "input")
        default: break
        }
      }
      back(token)
      let count = variables.count
      let pipeline = try pipeline("command", until: .rightDelimiter)
      // Variables of an action live on to the end of what surrounds it.
      _ = count
      return .node(.action(pipeline))
    }

    private mutating func close(_ context: String) throws(Failure) {
      let token = nextNonSpace()
      guard token.kind == .rightDelimiter else { throw unexpected(token, context) }
    }

    private mutating func branch(_ context: String) throws(Failure) -> Branch {
      let count = variables.count
      defer { variables.removeLast(variables.count - count) }
      let pipeline = try pipeline(context, until: .rightDelimiter)
      let (body, end) = try list()
      guard end == .otherwise else { return Branch(pipeline: pipeline, body: body, otherwise: nil) }
      if context != "range" {
        let following = peekNonSpace()
        if following.kind == .keyword, following.value == context {
          _ = nextNonSpace()
          try deeper(following)
          defer { depth -= 1 }
          let inner = try branch(context)
          return Branch(
            pipeline: pipeline, body: body, otherwise: [context == "if" ? .conditional(inner) : .with(inner)])
        }
      }
      // `else if` behind `with` or `range` leaves its keyword to be read here.
      let following = peek()
      if following.kind == .keyword || following.kind == .space {
        let word = peekNonSpace()
        if word.kind == .keyword { throw unexpected(word, "else") }
      }
      let (otherwise, second) = try list()
      guard second == .end else { throw failure("expected end; found {{else}}", at: peek()) }
      return Branch(pipeline: pipeline, body: body, otherwise: otherwise)
    }

    private mutating func invocation(_ keyword: Token) throws(Failure) -> Node {
      let title = nextNonSpace()
      guard let text = Self.unquoted(title) else { throw unexpected(title, "template clause") }
      var argument: Pipeline?
      let token = nextNonSpace()
      if token.kind != .rightDelimiter {
        back(token)
        argument = try pipeline("template clause", until: .rightDelimiter)
      }
      return .template(name: text, argument, keyword.range.lowerBound..<title.range.upperBound)
    }

    private mutating func block(_ keyword: Token) throws(Failure) -> Node {
      let title = nextNonSpace()
      guard let text = Self.unquoted(title) else { throw unexpected(title, "block clause") }
      let argument = try pipeline("block clause", until: .rightDelimiter)
      let outer = variables
      variables = ["$"]
      let (nodes, end) = try list()
      variables = outer
      guard end == .end else { throw unexpected(peek(), "block clause") }
      definitions[text] = nodes
      return .template(name: text, argument, keyword.range.lowerBound..<title.range.upperBound)
    }

    /// A part of the template's own text.
    func text(_ range: Range<Int>) -> String {
      String(decoding: bytes[range.clamped(to: 0..<bytes.count)], as: UTF8.self)
    }

    static func unquoted(_ token: Token) -> String? {
      switch token.kind {
      case .string: Literal.unquote(token.value)
      case .rawString: String(token.value.dropFirst().dropLast())
      default: nil
      }
    }
  }
}
