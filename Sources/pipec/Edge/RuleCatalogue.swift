import Checker
import Diagnostics

/// The rules that people can name.
enum RuleCatalogue {
  /// All names in alphabetical order.
  static var names: [String] { RuleRegistry.names.map(\.text) }
}
