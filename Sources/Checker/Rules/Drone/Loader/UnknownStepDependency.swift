import Diagnostics

/// Describes what the loader says as `unknown-step-dependency`.
enum UnknownStepDependency: Rule {
  static let info = RuleInfo(
    "unknown-step-dependency", .error, "A step depends on one that is not declared before it.",
    why: """
      A step can only wait for a step or service that stands above it. The runner says the same of a cycle.
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
      - name: test
        image: alpine
        commands: [make test]
        depends_on: [biuld]
      #              ^^^^^ unknown-step-dependency: no step is named `biuld`
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: test
        image: alpine
        commands: [make test]
        depends_on: [build]
      #              ^^^^^ unknown-step-dependency: …
      - name: build
        image: alpine
        commands: [make]
      """,
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
      - name: test
        image: alpine
        commands: [make test]
        depends_on: [build]
      """
    ])
}
