import Diagnostics
import IR

/// A step of a rollback asks for a rollback.
enum RollbackInRollback: HarnessNodeRule {
  static let info = RuleInfo(
    "rollback-in-rollback", .error, "A step of a rollback asks for a rollback.",
    why: """
      Steps that roll back cannot themselves be rolled back; Harness refuses the pipeline.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
                rollbackSteps:
                  - step:
                      identifier: undo
                      name: undo
                      type: Wait
                      spec: {duration: 10m}
                      failureStrategies:
                        - onFailure: {errors: [AllErrors], action: {type: StageRollback}}
        #                                                                 ^^^^^^^^^^^^^ rollback-in-rollback: a rollback cannot be rolled back
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
                rollbackSteps:
                  - step:
                      identifier: undo
                      name: undo
                      type: Wait
                      spec: {duration: 10m}
                      failureStrategies:
                        - onFailure: {errors: [AllErrors], action: {type: Ignore}}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard isInRollback(node, environment) else { return }
    for strategy in node.failureStrategies?.strategies ?? [] {
      guard let type = strategy.action?.type, type.value == "StageRollback" || type.value == "StepGroupRollback" else {
        continue
      }
      context.report(
        "a rollback cannot be rolled back", at: type.span, help: "write `Ignore`, `MarkAsFailure` or `Abort`")
    }
  }

  private static func isInRollback(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment) -> Bool {
    environment.chain(from: node.index).contains { environment.nodes[$0].list == .rollbackSteps }
  }
}
