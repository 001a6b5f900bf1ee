import Diagnostics

/// Describes names in configurations that no rule and no group has.
enum ConfigUnknownRule: Rule {
  static let info = RuleInfo(
    "config-unknown-rule", .error, group: .configuration, "The configuration names a rule that does not exist.",
    why: """
      A misspelt name would leave the rule as it is. Rules keep their names; one that goes is deprecated for a while first.
      """,
    exceptions: "The file is meant for a newer pipec.",
    flagged: [
      """
      ignore: [pul-value]
      #        ^^^^^^^^^ config-unknown-rule: no rule and no group of rules is named `pul-value`
      """,
      """
      severity:
        securty: error
      # ^^^^^^^ config-unknown-rule: no rule and no group of rules is named `securty`
      """,
    ],
    accepted: [
      """
      ignore: [pull-value]
      severity:
        security: error
      """
    ])
}
