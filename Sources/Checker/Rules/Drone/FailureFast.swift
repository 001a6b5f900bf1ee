import Diagnostics
import Expressions
import IR

/// Flags `failure: fast` where it does harm.
enum FailureFast: PipelineRule {
  static let info = RuleInfo(
    "failure-fast", .warning, "`failure: fast` suppresses steps that run on failure, or crashes the runner.",
    why: """
      A step with `failure: fast` that fails cancels the pipeline at once: steps that wait for a failure, such as \
      notifications, do not run either. Where such a step is left out by its `when`, the docker runner fails with \
      `step not found`.
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
        failure: fast
      #          ^^^^ failure-fast: when this step fails, `notify` does not run either
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
        when: {status: [failure]}
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        failure: fast
      #          ^^^^ failure-fast: the runner fails when the `when` of this step leaves it out
        when: {event: [push]}
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
        failure: fast
      - name: test
        image: alpine
        commands: [make test]
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard pipeline.drone?.runner != .exec else { return }
    var onFailure: Step??
    for index in pipeline.steps.indices {
      guard let failure = pipeline.steps[index].failure, isFast(failure.value) else { continue }
      let step = pipeline.steps[index]
      if let condition = step.condition, condition.clauses.contains(where: { canRefuse($0) }) {
        context.report(
          "the runner fails when the `when` of this step leaves it out", at: failure.span,
          related: [.init(condition.span, "this can leave the step out")],
          help: "remove `failure: fast`, or move the condition to the `trigger` of a pipeline of its own")
        continue
      }
      let waitingStep = onFailure ?? pipeline.steps.first { RunPolicy(of: $0).includesFailure }
      onFailure = .some(waitingStep)
      guard let waiting = waitingStep else { continue }
      context.report(
        "when this step fails, `\(waiting.name?.value ?? "")` does not run either", at: failure.span,
        related: [.init(waiting.nameSpan, "waits for a failure")], help: "remove `failure: fast`")
    }
  }

  private static func isFast(_ value: String) -> Bool { ["fast", "fast-fail", "fail-fast"].contains(value) }

  private static func canRefuse(_ clause: Condition.Clause) -> Bool {
    clause.subject != .status && clause.subject != .paths && !(clause.include.isEmpty && clause.exclude.isEmpty)
  }
}
