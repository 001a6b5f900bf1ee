import Checker
import Diagnostics

/// The rules that people can name.
enum RuleCatalogue {
  /// All names in alphabetical order.
  static var names: [String] { RuleRegistry.names.map(\.text) }

  /// Rules by their names and those of groups; a word may hold several with commas between.
  static func rules(_ words: [String], of option: String) throws(CommandError) -> Set<RuleName> {
    var options = Checker.Options()
    try select(words, of: option, in: &options)
    return options.selected.union(options.candidates ?? [])
  }

  /// Chooses the rules that are to speak, by their names and those of groups.
  static func select(
    _ words: [String], of option: String, in options: inout Checker.Options
  ) throws(CommandError) {
    for word in words {
      for name in word.split(separator: ",").map(String.init) {
        if RuleRegistry.rule(named: RuleName(name)) != nil {
          options.selected.insert(RuleName(name))
        } else if let group = RuleRegistry.group(named: name) {
          options.candidates = (options.candidates ?? []).union(group)
        } else {
          throw .usage("\(option): no rule is named '\(name)'" + suggestion(name, names + RuleRegistry.groupNames))
        }
      }
    }
  }

  /// All names in alphabetical order, with what each rule finds.
  static var summaries: [(name: String, summary: String)] {
    RuleRegistry.names.compactMap { name in
      RuleRegistry.rule(named: name).map { (name.text, $0.info.summary) }
    }
  }

  /// The groups of rules, with what they are.
  static var groups: [(name: String, summary: String)] { RuleRegistry.groupNames.map { ($0, "a group of rules") } }
}
