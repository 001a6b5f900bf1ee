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
        settings: {channel: dev, webhook: {from_secret: hook}}
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
        settings: {channel: dev, webhook: {from_secret: hook}}
        when: {status: [failure]}
        depends_on: [test]
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard let place = firstDependency(pipeline.services) ?? firstDependency(pipeline.steps) else { return }
    let related = [Diagnostic.Label(place.span, "makes all order explicit")]
    var isAfterDependent = !pipeline.services.allSatisfy(\.dependsOn.isEmpty)
    for index in pipeline.steps.indices {
      guard pipeline.steps[index].dependsOn.isEmpty else {
        isAfterDependent = true
        continue
      }
      let step = pipeline.steps[index]
      let policy = RunPolicy(of: step)
      let name = step.name?.value ?? ""
      if policy.includesFailure, !policy.includesSuccess {
        context.report(
          "`\(name)` reacts to a failure but starts first, before anything can have failed", at: step.nameSpan,
          related: related, help: "name in `depends_on` the steps it has to wait for")
      } else if isAfterDependent {
        context.report(
          "`\(name)` does not wait for the steps above it", at: step.nameSpan, severity: .info, related: related,
          help: "name in `depends_on` the steps it has to wait for")
      }
    }
  }

  private static func firstDependency(_ steps: [Step]) -> Text? {
    for index in steps.indices {
      if let dependency = steps[index].dependsOn.first { return dependency }
    }
    return nil
  }
}
