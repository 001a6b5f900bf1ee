import Diagnostics
import IR

/// A pipeline of the plugin `ecs` with rollback cannot be planned.
enum EcsRollback: PipeCDRule {
  static let info = RuleInfo(
    "ecs-rollback", .error, "A pipeline of the plugin `ecs` with rollback cannot be planned.",
    why: """
      The plugin gives its rollback the number after the last stage, which piped refuses; rolling back is on by \
      default.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins:
          ecs:
            input:
              targetGroups:
                canary: {targetGroupArn: x}
        name: shop
        pipeline:
          stages:
          - name: ECS_CANARY_ROLLOUT
                # ^^^^^^^^^^^^^^^^^^ ecs-rollback: the plugin `ecs` cannot plan a pipeline with rollback
          - name: ECS_CANARY_CLEAN
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        planner:
          autoRollback: false
        plugins:
          ecs:
            input:
              targetGroups:
                canary: {targetGroupArn: x}
        name: shop
        pipeline:
          stages:
          - name: ECS_CANARY_ROLLOUT
          - name: ECS_CANARY_CLEAN
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v1, document.application?.planner.autoRollback.value != false else { return }
    guard let place = document.stagePlaces.first(where: { $0.kind?.platform == .ecs }) else { return }
    context.report(
      "the plugin `ecs` cannot plan a pipeline with rollback", at: place.span,
      help: "write `planner:` with `autoRollback: false`")
  }
}
