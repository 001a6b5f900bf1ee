import Diagnostics

/// Describes configurations that cannot be read at all.
enum ConfigSyntax: Rule {
  static let info = RuleInfo(
    "config-syntax", .error, group: .configuration, "The configuration is no valid YAML, or more than one document.",
    why: """
      Nothing of such a file can be used, so that nothing is checked until it is mended. A second document would be passed \
      over in silence.
      """,
    flagged: [
      """
      persona: pedantic
      ---
      ignore: [pull-value]
      #@1-21 config-syntax: a configuration is one document, and this is a further one
      """
    ],
    accepted: [
      """
      persona: pedantic
      ignore: [pull-value]
      """
    ])
}
