import Diagnostics
import IR

/// Flags `failure` values that mean nothing.
enum FailureValue: StepRule {
  static let info = RuleInfo(
    "failure-value", .warning, "The value of `failure` means nothing, so that a failure fails the pipeline.",
    why: """
      `failure` takes `ignore`, `fast` (`fast-fail`, `fail-fast`) or `always`, in lower case. Any other value counts as \
      not given, so that a step meant to be optional still fails the pipeline.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: lint
        image: alpine
        commands: [make lint]
        failure: ignored
      #          ^^^^^^^ failure-value: `ignored` is no value of `failure`, so a failure of this step fails the pipeline
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: lint
        image: alpine
        commands: [make lint]
        failure: ignore
      """
    ])

  private static let names = ["ignore", "fast", "fast-fail", "fail-fast", "always", "fail"]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let failure = step.failure, !failure.value.isEmpty else { return }
    if pipeline.drone?.runner == .exec {
      // This runner compares without regard to case, and knows no other way to fail.
      if ["ignore", "always", "fail"].contains(failure.value.lowercased()) { return }
      if names.contains(failure.value) {
        context.report(
          "the exec runner has no `failure: \(failure.value)`: the steps after this one are skipped as ever",
          at: failure.span, help: "remove the line")
        return
      }
    }
    guard !names.contains(failure.value) else { return }
    let nearest = Suggestion.nearest(to: failure.value, among: ["ignore", "fast", "always"])
    let lowered = names.first { $0 == failure.value.lowercased() } ?? nearest
    context.report(
      "`\(failure.value)` is no value of `failure`, so a failure of this step fails the pipeline", at: failure.span,
      help: lowered.map { "write `\($0)`" } ?? "write `ignore` or `fast`, or remove the line",
      fixes: lowered.map { [context.replacing(failure.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
  }
}
