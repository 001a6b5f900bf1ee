import Diagnostics
import IR

/// The targets of several clusters are not written as they must be.
enum MultiTarget: PipeCDRule {
  static let info = RuleInfo(
    "multi-target", .error, "The targets of several clusters are not written as they must be.",
    why: """
      The plugin refuses a chart together with options of kustomize, and targets without a name.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        plugins:
          kubernetes_multicluster:
            input:
              multiTargets:
              - manifests: [a.yaml]
              # ^^^^^^^^^^^^^^^^^^^ multi-target: this target has no `target.name`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        plugins:
          kubernetes_multicluster:
            input:
              multiTargets:
              - target: {name: east}
                manifests: [a.yaml]
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard case .application(let application) = document.specification,
      case .kubernetes(let plugin)? = application.plugins.value["kubernetes_multicluster"]?.options
    else { return }
    let input = plugin.input.value
    if input.helmChart.value != nil, !input.kustomizeOptions.value.entries.isEmpty {
      context.report(
        "a chart and options of kustomize exclude each other", at: input.kustomizeOptions.key?.span ?? document.head)
    }
    for target in input.targets.value where target.value.target.name.value.isEmpty {
      context.report(
        "this target has no `target.name`", at: target.place ?? document.head, help: "name a deploy target of piped")
    }
  }
}
