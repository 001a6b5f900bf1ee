import Diagnostics

/// Describes what the loader says as `exec-image`.
enum ExecImage: Rule {
  static let info = RuleInfo(
    "exec-image", .error, "A step of an exec pipeline has an image.",
    why: """
      Steps of exec pipelines run on the machine itself; the runner refuses an `image`.
      """,
    flagged: [
      """
      kind: pipeline
      type: exec
      name: default
      steps:
      - name: build
        image: alpine
      # ^^^^^ exec-image: a step of an exec pipeline cannot have an image
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: exec
      name: default
      steps:
      - name: build
        commands: [make]
      """
    ])
}
