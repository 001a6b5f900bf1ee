import Diagnostics

/// Describes keys of configurations that are written twice.
enum ConfigDuplicateKey: Rule {
  static let info = RuleInfo(
    "config-duplicate-key", .error, group: .configuration, "The configuration has a key twice.",
    why: """
      Only one of the two could count, and which one is not to be seen.
      """,
    flagged: [
      """
      ignore: [pull-value]
      ignore: [unknown-event]
      #@1-7 config-duplicate-key: `ignore` is written twice
      """
    ],
    accepted: [
      """
      ignore: [pull-value, unknown-event]
      """
    ])
}
