import Diagnostics
import IR

/// An action for step groups stands where there is no group.
enum GroupActionOutsideGroup: HarnessNodeRule {
  static let info = RuleInfo(
    "group-action-outside-group", .error, "An action for step groups stands where there is no group.",
    why: """
      `RetryStepGroup` and `StepGroupRollback` act on the group around the step that failed. Where there is none, \
      Harness refuses the pipeline.
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
                  action: {type: StepGroupRollback}
        #                        ^^^^^^^^^^^^^^^^^ group-action-outside-group: there is no step group around this, which `StepGroupRollback` needs
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
    guard node.kind == .step || node.kind == .stage, environment.enclosing(.group, of: node.index) == nil,
      node.kind == .stage || !environment.isOpen(node.index)
    else { return }
    for strategy in node.failureStrategies?.strategies ?? [] {
      guard let type = strategy.action?.type, type.value == "RetryStepGroup" || type.value == "StepGroupRollback" else {
        continue
      }
      // On a stage, the first is for the groups in it.
      if node.kind == .stage { continue }
      context.report("there is no step group around this, which `\(type.value)` needs", at: type.span)
    }
  }
}
