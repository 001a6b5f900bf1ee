import Diagnostics
import IR

/// Flags pipelines that are meant to run on failure and do not wait for anything.
enum StatusPipeline: PipelineRule {
  static let info = RuleInfo(
    "status-pipeline", .warning,
    "A pipeline that is to run on failure waits for no other pipeline, so that it always runs.",
    why: """
      The status in a `trigger` is looked at only when a pipeline has waited for others. Without `depends_on` it starts at \
      once, whatever happens to the rest of the build. The status in a `when` is that of the pipeline itself: its first \
      step never sees a failure of another pipeline.
      """,
    flagged: [
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
      name: notify
      trigger:
        status: [failure]
      # ^^^^^^ status-pipeline: this pipeline waits for no other, so it always runs, also on success
      steps:
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
      """,
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
      name: notify
      depends_on: [build]
      trigger:
        status: [failure]
      steps:
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
        when:
          status: [failure]
      #   ^^^^^^ status-pipeline: this waits for a failure in its own pipeline, not in those that it depends on
      """,
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
      name: notify
      depends_on: [build]
      trigger:
        status: [failure]
      steps:
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard let clause = pipeline.trigger?[.status] else { return }
    let policy = RunPolicy(clause)
    guard policy.includesFailure else { return }
    guard pipeline.dependsOn.isEmpty else {
      checkSteps(of: pipeline, in: &context)
      return
    }
    guard !policy.includesSuccess else { return }
    context.report(
      "this pipeline waits for no other, so it always runs, also on success", at: clause.keySpan,
      help: "name the pipelines it reports on in `depends_on`")
  }

  /// The first steps have nothing before them that could fail but the clone.
  private static func checkSteps(of pipeline: Pipeline, in context: inout RuleContext) {
    for step in pipeline.steps {
      guard let clause = step.condition?[.status] else { return }
      let policy = RunPolicy(clause)
      guard policy.includesFailure, !policy.includesSuccess else { return }
      context.report(
        "this waits for a failure in its own pipeline, not in those that it depends on", at: clause.keySpan,
        help: "remove it: the `trigger` of the pipeline says when it runs")
    }
  }
}
