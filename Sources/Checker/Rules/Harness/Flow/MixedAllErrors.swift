import Diagnostics
import IR

/// `AllErrors` stands beside other errors.
enum MixedAllErrors: HarnessNodeRule {
  static let info = RuleInfo(
    "mixed-all-errors", .error, "`AllErrors` stands beside other errors.",
    why: """
      `AllErrors` covers whatever the other strategies of the same place do not name, and must be alone in its list. \
      Harness refuses the pipeline otherwise.
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
                  errors: [AllErrors, Timeout]
        #                  ^^^^^^^^^ mixed-all-errors: `AllErrors` must be alone in its list
                  action: {type: Ignore}
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
                  action: {type: Ignore}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for strategy in node.failureStrategies?.strategies ?? [] where strategy.errors.count > 1 {
      guard let all = strategy.errors.first(where: { $0.value == "AllErrors" }) else { continue }
      context.report(
        "`AllErrors` must be alone in its list", at: all.span, help: "give it a strategy of its own")
    }
  }
}
