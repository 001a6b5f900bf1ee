import Diagnostics

/// Describes keys of configurations that do not exist.
enum ConfigUnknownKey: Rule {
  static let info = RuleInfo(
    "config-unknown-key", .error, group: .configuration, "The configuration has a key that pipec does not know.",
    why: """
      A misspelt key would have no effect, and everybody would think that it has. So it is refused.
      """,
    exceptions: "The file is meant for a newer pipec.",
    flagged: [
      """
      fail-on: error
      ignored: [pull-value]
      #@1-8 config-unknown-key: the configuration has no key `ignored`
      """,
      """
      overrides:
      - paths: [legacy/**]
        secrets: [token]
      # ^^^^^^^ config-unknown-key: an override has no key `secrets`
      """,
    ],
    accepted: [
      """
      fail-on: error
      ignore: [pull-value]
      """
    ])
}
