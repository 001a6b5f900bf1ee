/// Why an expansion cannot be read.
enum SubstitutionProblem {
  case variableName
  /// Something else than `}` or an operator follows the name at the range.
  case closingBrace(Range<Int>)
  case argument
  case malformed
  /// A character of several bytes, or nothing, follows the colon of `${name:offset}`.
  case offset
  /// The slash between what is replaced and what replaces it is missing.
  case slash
  case tooDeep

  /// The upstream error text.
  func message(in version: Substitution.Version) -> String {
    if version == .v1_0_2 { return "bad substitution" }
    switch self {
    case .variableName: return "unable to parse variable name"
    case .closingBrace: return "missing closing brace"
    case .argument: return "unable to parse substitution within function"
    case .malformed, .offset, .slash, .tooDeep: return "bad substitution"
    }
  }

  /// What to do about it. `found` is the character at which reading stopped; nil at the end of the text.
  func explanation(name: String, found: String?) -> String {
    switch self {
    case .variableName:
      return "a name of letters, digits and `_` must follow `${`"
    case .closingBrace:
      guard let found else { return "the `}` that ends `${\(name)` is missing" }
      switch found {
      case "-": return "`-` cannot follow the name; `${\(name):-…}` gives a default"
      case "+", "?": return "`\(found)` cannot follow the name, and nothing else does what the shell does"
      case "[": return "there are no arrays"
      case "\n", "\r": return "the `}` that ends `${\(name)` is missing on this line"
      case " ", "\t": return "a space cannot follow the name"
      default: return "`\(found)` cannot follow the name"
      }
    case .argument:
      return found == nil
        ? "the `}` that ends this expansion is missing" : "an argument is missing before `\(found ?? "")`"
    case .malformed:
      guard let found else { return "the text ends before this expansion does" }
      if found == "$" { return "an argument is either text or one expansion, not both" }
      if found == "[" { return "there are no arrays" }
      return "`\(found)` is not possible here"
    case .offset:
      return "a number, or an expansion, must follow the `:`"
    case .slash:
      if found == "$" { return "what is to be replaced is either text or one expansion, not both" }
      return "a second `/` must end what is to be replaced, as in `${NAME/what/with}` or `${NAME/what/}`"
    case .tooDeep:
      return "expansions are nested more than \(Substitution.maximumDepth) deep"
    }
  }
}
