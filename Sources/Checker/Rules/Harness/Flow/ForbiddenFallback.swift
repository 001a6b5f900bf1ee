import Diagnostics
import IR

/// What follows a failed retry, or a question nobody answers, cannot follow it.
enum ForbiddenFallback: HarnessNodeRule {
  static let info = RuleInfo(
    "forbidden-fallback", .error, "What follows a failed retry, or a question nobody answers, cannot follow it.",
    why: """
      After the last attempt a `Retry` cannot follow, after a question nobody answers neither a `Retry` nor another \
      question, and default values only stand in for inputs. Harness refuses the pipeline.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            failureStrategies:
              - onFailure:
                  errors: [AllErrors]
                  action: {type: ManualIntervention, spec: {timeout: 1d, onTimeout: {action: {type: ManualIntervention}}}}
        #                                                                                           ^^^^^^^^^^^^^^^^^^ forbidden-fallback: `ManualIntervention` cannot follow `ManualIntervention`
            spec: {command: make}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            failureStrategies:
              - onFailure:
                  errors: [AllErrors]
                  action: {type: Retry, spec: {retryCount: 2, retryIntervals: [10s], onRetryFailure: {action: {type: Ignore}}}}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for strategy in node.failureStrategies?.strategies ?? [] {
      if let action = strategy.action { check(action, after: [], &context) }
    }
  }

  private static func check(_ action: HarnessFailureAction, after outer: [String], _ context: inout RuleContext) {
    guard let type = action.type?.value, outer.count < 8 else { return }
    for next in action.following {
      guard let word = next.type else { continue }
      let isForbidden =
        switch type {
        case "Retry", "RetryStepGroup": word.value == "Retry" || word.value == "ProceedWithDefaultValues"
        case "ManualIntervention":
          word.value == "ManualIntervention" || word.value == "Retry" || word.value == "ProceedWithDefaultValues"
        default: false
        }
      if isForbidden {
        context.report(
          "`\(word.value)` cannot follow `\(type)`", at: word.span,
          help: "end with `Ignore`, `MarkAsFailure`, `Abort` or a rollback")
      } else {
        check(next, after: outer + [type], &context)
      }
    }
  }
}
