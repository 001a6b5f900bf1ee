import Checker
import Diagnostics

/// The rules that people can name.
enum RuleCatalogue {
  /// All names in alphabetical order.
  static var names: [String] { RuleRegistry.names.map(\.text) }

  /// The names of rules and groups in the words of an option; a word may hold several with commas between.
  static func split(_ words: [String]) -> [String] {
    words.flatMap { $0.split(separator: ",").map(String.init) }
  }

  /// - Throws: that a word names no rule and no group.
  static func verify(_ words: [String], of option: String) throws(CommandError) {
    guard words.allSatisfy({ !split([$0]).isEmpty }) else { throw .usage("\(option) names no rule") }
    for name in split(words)
    where RuleRegistry.rule(named: RuleName(name)) == nil && !RuleRegistry.groupNames.contains(name) {
      throw .usage("\(option): no rule is named '\(name)'" + suggestion(name, names + RuleRegistry.groupNames))
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
