import Diagnostics
import IR

/// Flags pipelines that are meant to run on failure and do not wait for anything.
enum StatusPipeline: PipelineRule {
  static let info = RuleInfo(
    "status-pipeline", .warning,
    "A pipeline that is to run on failure waits for no other pipeline, so that it always runs.",
    why: """
      The status in a `trigger` is looked at only when a pipeline has waited for others. Without `depends_on` it starts at \
      once, whatever happens to the rest of the build.
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
        settings: {channel: dev}
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
      name: notify
      depends_on: [build]
      trigger:
        status: [failure]
      steps:
      - name: notify
        image: plugins/slack
        settings: {channel: dev}
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard let clause = pipeline.trigger?[.status], pipeline.dependsOn.isEmpty else { return }
    let policy = RunPolicy(clause)
    guard policy.includesFailure, !policy.includesSuccess else { return }
    context.report(
      "this pipeline waits for no other, so it always runs, also on success", at: clause.keySpan,
      help: "name the pipelines it reports on in `depends_on`")
  }
}
