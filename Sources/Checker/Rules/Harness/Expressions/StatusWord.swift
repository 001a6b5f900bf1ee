import Diagnostics
import Expressions

/// A status is compared with a word that is no status.
enum StatusWord: HarnessExpressionRule {
  static let info = RuleInfo(
    "status-word", .error, "A status is compared with a word that is no status.",
    why: """
      The states are words such as `SUCCEEDED`, `FAILED` and `SKIPPED`, in capitals. Compared with any other, a status \
      is never equal.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'make'}
        - step:
            identifier: test
            name: test
            type: Run
            when:
              stageStatus: Success
              condition: <+steps.build.status> == "SUCCESS"
        #                                         ^^^^^^^^^ status-word: `SUCCESS` is no status
            spec: {command: make}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'make'}
        - step:
            identifier: test
            name: test
            type: Run
            when:
              stageStatus: Success
              condition: <+steps.build.status> == "SUCCEEDED"
            spec: {command: make}
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    for operation in expression.binaries where operation.sign.isComparison {
      for (one, other) in [(operation.left, operation.right), (operation.right, operation.left)] {
        guard let path = text.path(of: one, in: expression), isStatus(path) else { continue }
        check(other, expression, text, &context)
      }
    }
  }

  private static func check(
    _ node: JexlProgram.ID, _ expression: HarnessExpression, _ text: HarnessScannedText, _ context: inout RuleContext
  ) {
    if let program = expression.program, case .arrayLiteral(let items) = program[expression.unwrapped(node)].kind {
      for item in items { check(item, expression, text, &context) }
      return
    }
    guard let word = expression.textLiteral(node), !isKnown(word), !word.utf8.contains(UInt8(ascii: "*")),
      !word.contains("<+"), !word.isEmpty
    else { return }
    let span = text.span(of: node, in: expression)
    let meant = meant(by: word)
    context.report(
      "`\(word)` is no status", at: span, help: meant.map { "write `\($0)`" },
      fixes: meant.map { [context.replacing(span, with: "\"\($0)\"", "write `\($0)`", safety: .unsafe)] } ?? [])
  }

  private static func isStatus(_ path: HarnessExpressionPath) -> Bool {
    guard let last = path.segments.last?.name, last == "status" || last == "currentStatus" || last == "liveStatus"
    else {
      return false
    }
    return !path.segments.contains { $0.name == "output" } && path.segments.count > 1
  }

  private static func meant(by word: String) -> String? {
    switch word.uppercased() {
    case "SUCCESS", "SUCCESSFUL", "SUCCEED", "PASSED", "OK": "SUCCEEDED"
    case "FAILURE", "FAIL": "FAILED"
    case "ERROR": "ERRORED"
    case "CANCELLED", "CANCELED", "ABORT": "ABORTED"
    case let upper: words.contains(upper) ? upper : Suggestion.nearest(to: upper, among: words)
    }
  }

  private static let words = [
    "NO_OP", "RUNNING", "INTERVENTION_WAITING", "TIMED_WAITING", "ASYNC_WAITING", "TASK_WAITING", "DISCONTINUING",
    "PAUSING", "QUEUED", "SKIPPED", "PAUSED", "ABORTED", "ERRORED", "FAILED", "EXPIRED", "SUSPENDED", "SUCCEEDED",
    "IGNORE_FAILED", "APPROVAL_WAITING", "RESOURCE_WAITING", "APPROVAL_REJECTED", "INPUT_WAITING", "WAIT_STEP_RUNNING",
    "FREEZE_FAILED", "QUEUED_LICENSE_LIMIT_REACHED", "QUEUED_EXECUTION_CONCURRENCY_REACHED",
  ]

  private static func isKnown(_ word: String) -> Bool {
    words.contains(word)
  }
}
