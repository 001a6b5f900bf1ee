import Diagnostics
import IR

/// Finds rules by their names.
public enum RuleRegistry {
  private static let byName: [RuleName: RegisteredRule] = Dictionary(
    allRules.map { ($0.info.name, $0) }, uniquingKeysWith: { first, _ in first })

  /// nil: no rule has this name.
  public static func rule(named name: RuleName) -> RegisteredRule? { byName[name] }

  /// All names in alphabetical order.
  public static var names: [RuleName] { byName.keys.sorted() }

  /// The rules of a group: what they are about, the dialect whose files they look at, or `all`; nil: there is no such group.
  public static func group(named name: String) -> Set<RuleName>? {
    if name == "all" { return Set(byName.keys) }
    if let dialect = Dialect(rawValue: name) { return Set(rules(of: dialect).map(\.info.name)) }
    guard let group = RuleGroup(rawValue: name) else { return nil }
    return Set(byName.values.lazy.map(\.info).filter { $0.group == group }.map(\.name))
  }

  /// Whether a rule looks for something only where somebody asks for it.
  public static func isOnRequest(_ name: RuleName) -> Bool {
    (adviceRules + harnessAdviceRules + pipecdAdviceRules).contains { $0.info.name == name }
  }

  /// The names of all groups.
  public static var groupNames: [String] {
    ["all"] + RuleGroup.allCases.map(\.rawValue) + Dialect.allCases.map(\.rawValue)
  }

  /// The nearest known name to one that is not known.
  public static func suggestion(for name: String) -> RuleName? {
    Suggestion.nearest(to: name, among: names.map(\.text)).map { RuleName($0) }
  }
}
