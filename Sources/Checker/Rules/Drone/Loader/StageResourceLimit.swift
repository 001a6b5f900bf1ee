import Diagnostics

/// Describes what the loader says as `stage-resource-limit`.
enum StageResourceLimit: Rule {
  static let info = RuleInfo(
    "stage-resource-limit", .error, "A kubernetes pipeline limits the resources of the whole pipeline.",
    why: """
      The kubernetes runner takes limits for steps and requests for the pipeline, and refuses limits for the \
      pipeline.
      """,
    flagged: [
      """
      kind: pipeline
      type: kubernetes
      name: default
      resources:
        limits:
          memory: 1g
      #           ^^ stage-resource-limit: limits of memory belong to steps, not to the pipeline
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: kubernetes
      name: default
      resources:
        requests:
          memory: 1g
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
