import Diagnostics
import IR

/// The method of routing is not implemented.
enum TrafficMethod: PipeCDRule {
  static let info = RuleInfo(
    "traffic-method", .error, "The method of routing is not implemented.",
    why: """
      `trafficRouting.method` is not checked when the file is read. `smi` stands in the schema and in examples, \
      and every stage that routes refuses it.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trafficRouting:
          method: smi
                # ^^^ traffic-method: routing by `smi` is not implemented
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trafficRouting:
          method: istio
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let method = document.trafficRouting?.value?.method, !method.value.isEmpty else { return }
    let methods = ["podselector", "istio"]
    guard !methods.contains(method.value), let span = method.place else { return }
    let nearest = Suggestion.nearest(to: method.value, among: methods)
    context.report(
      "routing by `\(method.value)` is not implemented", at: span, help: "write `\(nearest ?? "istio")`")
  }
}
