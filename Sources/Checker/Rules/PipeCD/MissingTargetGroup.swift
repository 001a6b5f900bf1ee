import Diagnostics
import IR

/// A stage of ECS needs a target group that is not set.
enum MissingTargetGroup: PipeCDRule {
  static let info = RuleInfo(
    "missing-target-group", .error, "A stage of ECS needs a target group that is not set.",
    why: """
      Rolling out by a load balancer and leading traffic need the target groups of the variants; service \
      discovery leads no traffic at all.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: ECSApp
      spec:
        input:
          serviceDefinitionFile: service.yaml
          targetGroups:
            primary: {targetGroupArn: x}
        name: shop
        pipeline:
          stages:
          - name: ECS_CANARY_ROLLOUT
                # ^^^^^^^^^^^^^^^^^^ missing-target-group: ECS_CANARY_ROLLOUT needs `targetGroups.canary`
          - name: ECS_CANARY_CLEAN
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: ECSApp
      spec:
        input:
          serviceDefinitionFile: service.yaml
          targetGroups:
            primary: {targetGroupArn: x}
            canary: {targetGroupArn: z}
        name: shop
        pipeline:
          stages:
          - name: ECS_CANARY_ROLLOUT
          - name: ECS_CANARY_CLEAN
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let (groups, access) = groups(of: document) else { return }
    let hasPrimary = groups.primary.value != nil
    let hasCanary = groups.canary.value != nil
    for place in document.stagePlaces {
      var missing: String?
      switch place.kind {
      case .ecsCanaryRollout where access == "ELB" && !hasCanary: missing = "canary"
      case .ecsPrimaryRollout where access == "ELB" && !hasPrimary: missing = "primary"
      case .ecsTrafficRouting:
        if access == "SERVICE_DISCOVERY" {
          context.report("service discovery leads no traffic, so that this stage fails", at: place.span)
        } else if !hasPrimary || !hasCanary {
          missing = hasPrimary ? "canary" : "primary"
        }
      default: break
      }
      guard let missing else { continue }
      context.report(
        "\(place.stage.name) needs `targetGroups.\(missing)`", at: place.span,
        help: "write it under `input.targetGroups`")
    }
  }

  private static func groups(of document: PipeCDDocument) -> (PipeCD.ECSTargetGroups, access: String)? {
    switch document.specification {
    case .ecs(let application):
      return (application.input.targetGroups.value, application.input.accessType.value)
    case .application(let application):
      guard case .ecs(let plugin)? = application.plugins.value["ecs"]?.options else { return nil }
      return (plugin.input.targetGroups.value, plugin.input.accessType.value)
    default: return nil
    }
  }
}
