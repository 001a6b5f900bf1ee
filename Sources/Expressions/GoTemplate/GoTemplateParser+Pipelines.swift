extension GoTemplate.Parser {
  // MARK: Pipelines

  /// Declarations and commands up to a closing token, which is read.
  mutating func pipeline(
    _ context: String, until end: GoTemplate.Token.Kind
  ) throws(GoTemplate.Failure) -> GoTemplate.Pipeline {
    let first = peekNonSpace()
    try deeper(first)
    defer { depth -= 1 }
    var pipeline = GoTemplate.Pipeline(variables: [], isAssignment: false, commands: [], range: first.range)
    try declarations(of: &pipeline, context)
    while true {
      let token = nextNonSpace()
      if token.kind == end {
        try check(pipeline, context, token)
        pipeline.range = first.range.lowerBound..<max(first.range.lowerBound, token.range.lowerBound)
        return pipeline
      }
      switch token.kind {
      case .bool, .character, .dot, .field, .identifier, .number, .rawString, .string, .variable, .leftParenthesis:
        back(token)
        pipeline.commands.append(try command())
      case .keyword where token.value == "nil":
        back(token)
        pipeline.commands.append(try command())
      default: throw unexpected(token, context)
      }
    }
  }

  private mutating func declarations(
    of pipeline: inout GoTemplate.Pipeline, _ context: String
  ) throws(GoTemplate.Failure) {
    let variable = nextNonSpace()
    guard variable.kind == .variable else { return back(variable) }
    // Looking past the name for `:=`, `=` or, behind `range`, a comma.
    let following = next()
    let operation = following.kind == .space ? nextNonSpace() : following
    switch operation.kind {
    case .declare, .assign:
      pipeline.isAssignment = operation.kind == .assign
      pipeline.variables = [variable.value]
    case .comma where context == "range":
      let second = nextNonSpace()
      guard second.kind == .variable else { throw unexpected(second, context) }
      let sign = nextNonSpace()
      guard sign.kind == .declare || sign.kind == .assign else { throw unexpected(sign, context) }
      pipeline.isAssignment = sign.kind == .assign
      pipeline.variables = [variable.value, second.value]
    default:
      back(operation)
      if following.kind == .space { back(following) }
      back(variable)
      return
    }
    for name in pipeline.variables {
      if pipeline.isAssignment {
        guard variables.contains(name) else { throw failure("undefined variable \(GoQuote.quote(name))", at: variable) }
      } else {
        variables.append(name)
      }
    }
  }

  private func check(
    _ pipeline: GoTemplate.Pipeline, _ context: String, _ end: GoTemplate.Token
  ) throws(GoTemplate.Failure) {
    guard !pipeline.commands.isEmpty else { throw failure("missing value for \(context)", at: end) }
    for (index, command) in pipeline.commands.enumerated().dropFirst() {
      switch command.arguments[0].kind {
      case .bool, .dot, .null, .integer, .float, .string:
        throw failure("non executable command in pipeline stage \(index + 1)", at: end)
      default: break
      }
    }
  }

  private mutating func command() throws(GoTemplate.Failure) -> GoTemplate.Command {
    let first = peekNonSpace()
    var arguments: [GoTemplate.Argument] = []
    reading: while true {
      _ = peekNonSpace()
      if let operand = try operand() { arguments.append(operand) }
      let token = next()
      switch token.kind {
      case .space: continue
      case .rightDelimiter, .rightParenthesis:
        back(token)
        break reading
      case .pipe: break reading
      default: throw unexpected(token, "operand")
      }
    }
    guard let last = arguments.last else { throw failure("empty command", at: first) }
    return GoTemplate.Command(arguments: arguments, range: first.range.lowerBound..<last.range.upperBound)
  }

  private mutating func operand() throws(GoTemplate.Failure) -> GoTemplate.Argument? {
    guard var argument = try term() else { return nil }
    var token = next()
    guard token.kind == .field else {
      back(token)
      return argument
    }
    argument.position = token.range.lowerBound
    var fields: [String] = []
    while token.kind == .field {
      fields.append(String(token.value.dropFirst()))
      argument.range = argument.range.lowerBound..<token.range.upperBound
      token = next()
    }
    back(token)
    switch argument.kind {
    case .field(let names): argument.kind = .field(names + fields)
    case .variable(let name, let names): argument.kind = .variable(name, names + fields)
    case .pipeline(let pipeline, let names): argument.kind = .pipeline(pipeline, names + fields)
    case .dot: argument.kind = .field(fields)
    case .bool, .integer, .float, .string:
      throw failure("unexpected . after term \(GoQuote.quote(text(of: argument)))", at: token)
    case .null: throw failure("unexpected . after term \"nil\"", at: token)
    case .identifier(let name):
      // A function without arguments, whose value has the fields.
      let call = GoTemplate.Command(arguments: [argument], range: argument.range)
      _ = name
      argument.kind = .pipeline(
        GoTemplate.Pipeline(variables: [], isAssignment: false, commands: [call], range: argument.range), fields)
    }
    return argument
  }

  private func text(of argument: GoTemplate.Argument) -> String { text(argument.range) }

  private mutating func term() throws(GoTemplate.Failure) -> GoTemplate.Argument? {
    let token = nextNonSpace()
    func made(_ kind: GoTemplate.Argument.Kind) -> GoTemplate.Argument {
      GoTemplate.Argument(kind: kind, range: token.range, position: token.range.lowerBound)
    }
    switch token.kind {
    case .identifier:
      guard functions.has(token.value) else {
        throw failure(
          "function \(GoQuote.quote(token.value)) not defined", at: token,
          reason: .unknownFunction(token.value, known: functions.names))
      }
      return made(.identifier(token.value))
    case .dot: return made(.dot)
    case .keyword where token.value == "nil": return made(.null)
    case .variable:
      guard variables.contains(token.value) else {
        throw failure("undefined variable \(GoQuote.quote(token.value))", at: token)
      }
      return made(.variable(String(token.value.dropFirst()), []))
    case .field: return made(.field([String(token.value.dropFirst())]))
    case .bool: return made(.bool(token.value == "true"))
    case .number, .character:
      guard let kind = GoTemplate.Literal.number(token.value) else {
        throw failure("bad number syntax: \(GoQuote.quote(token.value))", at: token)
      }
      return made(kind)
    case .leftParenthesis:
      let inner = try pipeline("parenthesized pipeline", until: .rightParenthesis)
      return GoTemplate.Argument(
        kind: .pipeline(inner, []), range: token.range.lowerBound..<(inner.range.upperBound + 1),
        position: token.range.lowerBound)
    case .string:
      guard let text = GoTemplate.Literal.unquote(token.value) else { throw failure("invalid syntax", at: token) }
      return made(.string(text))
    case .rawString: return made(.string(String(token.value.dropFirst().dropLast())))
    default:
      back(token)
      return nil
    }
  }
}
