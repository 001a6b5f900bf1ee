import Diagnostics

/// Describes what the loader says as `missing-step-name`.
enum MissingStepName: Rule {
  static let info = RuleInfo(
    "missing-step-name", .error, "A step has no name.",
    why: """
      The runner refuses a step without a name; a service may do without.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - image: alpine
      # ^^^^^ missing-step-name: the step has no name
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
    yields: ["empty-step"])
}
