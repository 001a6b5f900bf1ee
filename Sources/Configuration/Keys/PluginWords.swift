import Checker

/// The words that describe a setting of a plugin, as in `token: string required secret alias=api_key`.
enum PluginWords {
  /// What the value may be read as; the first word.
  static let kinds = PluginSetting.Kind.allCases.map(\.rawValue)
  /// Words that stand for themselves.
  static let marks = ["required", "secret", "strict", "removed", "deprecated"]
  /// Words with names behind `=`.
  static let lists = ["alias", "env", "also"]

  /// The whole text as a regular expression, for the schema.
  static var pattern: String {
    "^(\(kinds.joined(separator: "|")))( (\(marks.joined(separator: "|"))|(\(lists.joined(separator: "|")))=[^ ]+))*$"
  }
}
