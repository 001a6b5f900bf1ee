import Diagnostics
import IR

/// `ProceedWithDefaultValues` stands for an error that has no default values.
enum DefaultValuesAction: HarnessNodeRule {
  static let info = RuleInfo(
    "default-values-action", .warning, "`ProceedWithDefaultValues` stands for an error that has no default values.",
    why: """
      The action takes the default values of inputs that nobody gave in time. For any other error there is nothing \
      that it could take.
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
                  errors: [Timeout]
                  action: {type: ProceedWithDefaultValues}
        #                        ^^^^^^^^^^^^^^^^^^^^^^^^ default-values-action: only `InputTimeoutError` has default values to go on with
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
                  errors: [InputTimeoutError]
                  action: {type: ProceedWithDefaultValues}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for strategy in node.failureStrategies?.strategies ?? [] {
      guard let type = strategy.action?.type, type.value == "ProceedWithDefaultValues", !strategy.errors.isEmpty,
        strategy.errors.contains(where: { $0.value != "InputTimeoutError" && !$0.value.contains("<+") })
      else { continue }
      context.report(
        "only `InputTimeoutError` has default values to go on with", at: type.span)
    }
  }
}
