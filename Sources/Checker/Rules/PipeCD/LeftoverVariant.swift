import Diagnostics
import IR

/// A canary or baseline is rolled out and never cleaned up.
enum LeftoverVariant: PipeCDRule {
  static let info = RuleInfo(
    "leftover-variant", .warning, "A canary or baseline is rolled out and never cleaned up.",
    why: """
      Its pods go on running beside the new version after the deployment has succeeded.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
                # ^^^^^^^^^^^^^^^^^^ leftover-variant: the canary is never cleaned up
          - name: K8S_PRIMARY_ROLLOUT
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
          - name: K8S_PRIMARY_ROLLOUT
          - name: K8S_CANARY_CLEAN
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    let places = document.stagePlaces
    for (index, place) in places.enumerated() {
      guard let kind = place.kind, let variant = Variant(rolledOutBy: kind), let clean = variant.clean else { continue }
      if places[(index + 1)...].contains(where: { $0.kind == clean }) { continue }
      if places[(index + 1)...].contains(where: { $0.kind == kind }) { continue }
      context.report(
        "the \(variant.word) is never cleaned up", at: place.span, help: "add \(clean.rawValue) to the end")
    }
  }
}
