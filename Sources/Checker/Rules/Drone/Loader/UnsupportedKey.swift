import Diagnostics

/// Describes what the loader says as `unsupported-key`.
enum UnsupportedKey: Rule {
  static let info = RuleInfo(
    "unsupported-key", .warning, "A key exists, but not for this type of pipeline.",
    why: """
      Each runner reads its own set of keys and ignores the rest. Keys of Drone 0.8 (`secrets`, `group`) mean \
      nothing in the present format.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        secrets: [token]
      # ^^^^^^^ unsupported-key: `secrets` does nothing in a step: Drone 1.x and later do not have it
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
        environment:
          TOKEN: {from_secret: token}
        commands: [make]
      """
    ])
}
