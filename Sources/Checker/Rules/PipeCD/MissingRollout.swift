import Diagnostics
import IR

/// A stage needs a variant that no stage before it has rolled out.
enum MissingRollout: PipeCDRule {
  static let info = RuleInfo(
    "missing-rollout", .error, "A stage needs a variant that no stage before it has rolled out.",
    why: """
      Cleaning up a variant, or leading traffic to it, fails when the pipeline has not rolled it out before.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_CLEAN
                # ^^^^^^^^^^^^^^^^ missing-rollout: no stage before K8S_CANARY_CLEAN rolls out the canary
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
    var isRolledOut: Set<Variant> = []
    for place in document.stagePlaces {
      guard let kind = place.kind else { continue }
      if let variant = Variant(rolledOutBy: kind) { isRolledOut.insert(variant) }
      for variant in Variant.needed(by: place.stage) where !isRolledOut.contains(variant) {
        context.report(
          "no stage before \(kind.rawValue) rolls out the \(variant.word)", at: place.span,
          help: "put \(variant.rollout.rawValue) before it")
      }
    }
  }
}
