import Diagnostics

/// Describes what the loader says as `self-dependency`.
enum SelfDependency: Rule {
  static let info = RuleInfo(
    "self-dependency", .error, "A step or pipeline depends on itself.",
    why: """
      It would wait for its own end; the server and the runner refuse it.
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
        depends_on: [build]
      #              ^^^^^ self-dependency: the step depends on itself
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
