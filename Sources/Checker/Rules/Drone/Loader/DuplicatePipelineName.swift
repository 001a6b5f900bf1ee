import Diagnostics

/// Describes what the loader says as `duplicate-pipeline-name`.
enum DuplicatePipelineName: Rule {
  static let info = RuleInfo(
    "duplicate-pipeline-name", .error, "Two pipelines have the same name.",
    why: """
      The server refuses a file in which two pipelines have the same name.
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
      ---
      kind: pipeline
      type: docker
      name: default
      #     ^^^^^^^ duplicate-pipeline-name: two pipelines are named `default`
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
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: pipeline
      type: docker
      name: other
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
