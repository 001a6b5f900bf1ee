import Diagnostics

/// Describes what the loader says as `missing-image`.
enum MissingImage: Rule {
  static let info = RuleInfo(
    "missing-image", .error, "A step has no image.",
    why: """
      Every step and service of a pipeline that runs in containers needs an `image`.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
      #       ^^^^^ missing-image: the step has no image
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
    ],
    yields: ["empty-step", "type-mismatch"])
}
