/// Why an expansion cannot be read.
enum SubstitutionProblem {
  case variableName
  /// Something else than `}` or an operator follows the name at the range.
  case closingBrace(Range<Int>)
  case argument
  case malformed
  case tooDeep

  /// The upstream error text.
  func message(in version: Substitution.Version) -> String {
    if version == .v1_0_2 { return "bad substitution" }
    switch self {
    case .variableName: return "unable to parse variable name"
    case .closingBrace: return "missing closing brace"
    case .argument: return "unable to parse substitution within function"
    case .malformed, .tooDeep: return "bad substitution"
    }
  }

  /// What to do about it. `found` is the character at which reading stopped; nil at the end of the text.
  func explanation(name: String, found: String?) -> String {
    let shell = "write `$${` if the shell is meant to see it"
    switch self {
    case .variableName:
      return "a name of letters, digits and `_` must follow `${`; \(shell)"
    case .closingBrace:
      guard let found else { return "the `}` that ends `${\(name)` is missing" }
      switch found {
      case "-", "+", "?":
        return "`\(found)` cannot follow the name; write `${\(name):\(found)…}` for a default, or \(shell)"
      case "[": return "there are no arrays; \(shell)"
      case "\n", "\r": return "the `}` that ends `${\(name)` is missing on this line"
      case " ", "\t": return "a space cannot follow the name"
      default: return "`\(found)` cannot follow the name; \(shell)"
      }
    case .argument:
      return found == nil
        ? "the `}` that ends this expansion is missing" : "an argument is missing before `\(found ?? "")`"
    case .malformed:
      guard let found else { return "the text ends before this expansion does" }
      return "`\(found)` is not possible here; \(shell)"
    case .tooDeep:
      return "expansions are nested more than \(Substitution.maximumDepth) deep"
    }
  }
}
