import Diagnostics

/// Describes what the loader says as `legacy-format`.
enum LegacyFormat: Rule {
  static let info = RuleInfo(
    "legacy-format", .error, "A file in the format of Drone 0.8 cannot be converted.",
    why: """
      The server converts files of the old format before it reads them, and refuses those that the conversion \
      cannot read.
      """,
    flagged: [
      """
      pipeline:
        build:
          image: alpine
          commands: [make]
          secrets:
          - token
      #   ^^^^^^^ legacy-format: `secrets` mixes names and `{source, target}` pairs
          - {source: a, target: b}
      """
    ],
    accepted: [
      """
      pipeline:
        build:
          image: alpine
          commands: [make]
          secrets: [token]
      """
    ])
}
