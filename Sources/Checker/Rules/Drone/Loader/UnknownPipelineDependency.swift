import Diagnostics

/// Describes what the loader says as `unknown-pipeline-dependency`.
enum UnknownPipelineDependency: Rule {
  static let info = RuleInfo(
    "unknown-pipeline-dependency", .error, "A pipeline depends on one that is not declared before it.",
    why: """
      The server reads the file from top to bottom; a pipeline can only wait for one that stands above it.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: deploy
      depends_on: [build]
      #            ^^^^^ unknown-pipeline-dependency: `build` is declared after the pipeline that depends on it
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: pipeline
      type: docker
      name: build
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: build
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: pipeline
      type: docker
      name: deploy
      depends_on: [build]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
