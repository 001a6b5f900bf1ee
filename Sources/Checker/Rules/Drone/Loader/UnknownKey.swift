import Diagnostics

/// Describes what the loader says as `unknown-key`.
enum UnknownKey: Rule {
  static let info = RuleInfo(
    "unknown-key", .warning, "A key is not known and has no effect.",
    why: """
      Drone ignores every key that it does not know, without a word: the pipeline is green, and what the key \
      was to do is not done.
      """,
    exceptions: "The key is read by an extension of the server, or holds an anchor that other places use.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        comands: [make]
      # ^^^^^^^ unknown-key: a step has no key `comands`; it is ignored
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
