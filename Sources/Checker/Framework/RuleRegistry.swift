import Diagnostics

/// Finds rules by their names.
public enum RuleRegistry {
  private static let byName: [RuleName: RegisteredRule] = Dictionary(
    allRules.map { ($0.info.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// nil: no rule has this name.
  public static func rule(named name: RuleName) -> RegisteredRule? { byName[name] }

  /// All names in alphabetical order.
  public static var names: [RuleName] { byName.keys.sorted() }

  /// The nearest known name to one that is not known.
  public static func suggestion(for name: String) -> RuleName? {
    Suggestion.nearest(to: name, among: names.map(\.text)).map { RuleName($0) }
  }
}
