import Diagnostics
import IR

/// The switch for rollbacks is that of the other generation of PipeCD.
enum RollbackSwitch: PipeCDRule {
  static let info = RuleInfo(
    "rollback-switch", .warning, "The switch for rollbacks is that of the other generation of PipeCD.",
    why: """
      piped v0 decodes `planner.autoRollback` and never reads it: what counts is `input.autoRollback`.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        planner:
          autoRollback: false
        # ^^^^^^^^^^^^ rollback-switch: piped v0 never reads `planner.autoRollback`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        input:
          autoRollback: false
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v0, let key = document.application?.planner.autoRollback.key else { return }
    context.report("piped v0 never reads `planner.autoRollback`", at: key.span, help: "write `input.autoRollback`")
  }
}
