import Diagnostics
import IR

/// A Background step has a failure strategy.
enum BackgroundStrategy: HarnessNodeRule {
  static let info = RuleInfo(
    "background-strategy", .warning, "A Background step has a failure strategy.",
    why: """
      Nobody waits for a Background step, so nothing is done about its failure.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: database
            name: database
            type: Background
            spec: {image: postgres, connectorRef: hub}
            failureStrategies:
              - onFailure: {errors: [AllErrors], action: {type: Ignore}}
        #                            ^^^^^^^^^ background-strategy: the failure of a Background step has no effect
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
                  action: {type: Ignore}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard case .background? = node.step?.action, let strategies = node.failureStrategies,
      let first = strategies.strategies.first
    else { return }
    let place = first.errors.first?.span ?? first.span
    context.report("the failure of a Background step has no effect", at: place, help: "leave `failureStrategies` out")
  }
}
