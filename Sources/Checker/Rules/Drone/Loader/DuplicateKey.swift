import Diagnostics

/// Describes what the loader says as `duplicate-key`.
enum DuplicateKey: Rule {
  static let info = RuleInfo(
    "duplicate-key", .warning, "A key is written twice in one mapping; only the last one counts.",
    why: """
      The decoder takes the last of several equal keys and says nothing.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        image: golang
      # ^^^^^ duplicate-key: `image` is written twice; only this one counts
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
