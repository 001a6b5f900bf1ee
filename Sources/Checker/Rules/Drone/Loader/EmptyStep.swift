import Diagnostics

/// Describes what the loader says as `empty-step`.
enum EmptyStep: Rule {
  static let info = RuleInfo(
    "empty-step", .error, "An item of `steps` or `services` is empty.",
    why: """
      A dash with nothing behind it is a step that is null, which the runner refuses.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      -
      #@2-3 empty-step: an item of `steps` is empty
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
