import Diagnostics
import IR

/// Flags steps that a `depends_on` elsewhere has cut loose.
enum PartialGraph: PipelineRule {
  static let info = RuleInfo(
    "partial-graph", .warning,
    "A step that was meant to come last starts first, because another step has `depends_on`.",
    why: """
      As soon as one step or service has `depends_on`, only declared dependencies count, and every step without them \
      starts right away. A step that reacts to a failure then finds that nothing has failed yet, and does not run.
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
        depends_on: [build]
      - name: notify
      #       ^^^^^^ partial-graph: `notify` reacts to a failure but starts first, before anything can have failed
        image: plugins/slack
        settings: {channel: dev}
        when: {status: [failure]}
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
      - name: test
        image: alpine
        commands: [make test]
        depends_on: [build]
      - name: notify
        image: plugins/slack
        settings: {channel: dev}
        when: {status: [failure]}
        depends_on: [test]
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    var graph: Step?
    for step in pipeline.services where graph == nil && !step.dependsOn.isEmpty { graph = step }
    for step in pipeline.steps where graph == nil && !step.dependsOn.isEmpty { graph = step }
    guard let graph, let place = graph.dependsOn.first else { return }
    for step in pipeline.steps where step.dependsOn.isEmpty && RunPolicy(of: step).includesFailure {
      let related = [Diagnostic.Label(place.span, "makes all order explicit")]
      let name = step.name?.value ?? ""
      context.report(
        "`\(name)` reacts to a failure but starts first, before anything can have failed", at: step.nameSpan,
        related: related, help: "name in `depends_on` the steps it has to wait for")
    }
  }
}
