import Diagnostics
import IR

/// Two strategies of one place name the same error.
enum RepeatedError: HarnessNodeRule {
  static let info = RuleInfo(
    "repeated-error", .error, "Two strategies of one place name the same error.",
    why: """
      Each error can lead to one action only. Harness refuses a pipeline in which it could lead to two.
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
                  action: {type: Ignore}
              - onFailure:
                  errors: [Unknown, Timeout]
        #                           ^^^^^^^ repeated-error: `Timeout` already leads to another action
                  action: {type: Abort}
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
                  errors: [Timeout]
                  action: {type: Ignore}
              - onFailure:
                  errors: [Connectivity]
                  action: {type: Abort}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    var first: [String: (place: Text, action: HarnessFailureAction?)] = [:]
    for strategy in node.failureStrategies?.strategies ?? [] {
      for error in strategy.errors {
        guard let other = first[error.value] else {
          first[error.value] = (error, strategy.action)
          continue
        }
        // Saying the same twice is accepted, but for the error that stands for all.
        if error.value != "AllErrors", other.action == strategy.action { continue }
        context.report(
          "`\(error.value)` already leads to another action", at: error.span,
          related: [Diagnostic.Label(other.place.span, "here")], help: "name it once")
      }
    }
  }
}
