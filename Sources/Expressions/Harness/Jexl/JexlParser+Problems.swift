extension JexlParser {
  /// What is wrong at the next token.
  func unexpected(wanted: JexlToken.Kind? = nil) -> JexlError {
    let token = tokens[position]
    let range = text.original(token.start..<token.end)
    if token.kind == .end {
      let missing = wanted.flatMap(Self.sign)
      return JexlError(
        .syntax, range, missing.map { "the expression ends before its `\($0)`" } ?? "the expression is not complete")
    }
    let found = spelling(token)
    if let (message, help) = notInThisVersion(token, found) {
      return JexlError(.syntax, range, message, help: help)
    }
    if JexlToken.Kind(word: text.bytes[token.start..<token.end]) != nil, position > 0,
      tokens[position - 1].kind == .dot
    {
      return JexlError(
        .syntax, range, "`\(found)` is a reserved word and cannot be a name behind a dot",
        help: "write `[\"\(found)\"]` instead of `.\(found)`")
    }
    if let wanted, let sign = Self.sign(wanted) {
      return JexlError(.syntax, range, "`\(found)` stands where `\(sign)` must come")
    }
    return JexlError(.syntax, range, "`\(found)` is not possible here")
  }

  /// Signs and words that later versions of JEXL, or other languages, know.
  private func notInThisVersion(_ token: JexlToken, _ found: String) -> (String, String)? {
    let before = position > 0 ? tokens[position - 1] : token
    let isGlued = position > 0 && before.end == token.start
    switch token.kind {
    case .question where isGlued && before.kind == .question, .elvis where isGlued && before.kind == .question:
      return ("there is no operator `??`", "write `a ?: b` for a default")
    case .dot where isGlued && before.kind == .question:
      return ("there is no operator `?.`", "a member of null is null: write `a.b`")
    case .assign where isGlued && before.kind == .equal: return ("there is no operator `===`", "write `==`")
    case .assign where isGlued && before.kind == .notEqual: return ("there is no operator `!==`", "write `!=`")
    case .greater where isGlued && before.kind == .less: return ("there is no operator `<>`", "write `!=`")
    case .plus: return ("there is no `+` before a single value", "leave it out")
    case .less where before.kind == .less, .greater where before.kind == .greater:
      return ("there is no shift operator", "multiply or divide by a power of two")
    case .multiply where isGlued && before.kind == .multiply: return ("there is no operator `**`", "multiply instead")
    case .identifier, .dotIdentifier:
      switch found {
      case "in": return ("there is no operator `in`", "write `=~`, as in `a =~ [\"x\", \"y\"]`")
      case "instanceof", "is": return ("there is no operator `\(found)`", "compare values instead")
      case "xor": return ("there is no operator `xor`", "write `a != b`")
      default: return nil
      }
    default: break
    }
    if let comparison = token.kind.binaryOperator, !comparison.isAssociative {
      return ("two comparisons cannot stand in a row", "put one of them in parentheses")
    }
    return nil
  }

  private static func sign(_ kind: JexlToken.Kind) -> String? {
    switch kind {
    case .leftParenthesis: "("
    case .rightParenthesis: ")"
    case .leftBrace: "{"
    case .rightBrace: "}"
    case .leftBracket: "["
    case .rightBracket: "]"
    case .colon: ":"
    case .arrow: "->"
    case .identifier: "a name"
    default: nil
    }
  }
}
