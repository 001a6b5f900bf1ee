import Diagnostics
import IR

/// A block of a chain has labels alone and matches every application.
enum ChainLabels: PipeCDRule {
  static let info = RuleInfo(
    "chain-labels", .warning, "A block of a chain has labels alone and matches every application.",
    why: """
      Labels of chains are decoded and never compared: such a block deploys all applications of the project.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        postSync:
          chain:
            applications:
            - labels:
            # ^^^^^^ chain-labels: labels are never compared, so that this deploys every application of the project
                team: payments
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        postSync:
          chain:
            applications:
            - name: payments
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for block in document.application?.postSync.value?.chain.value?.applications.value ?? [] {
      let matcher = block.value
      guard let key = matcher.labels.key, !matcher.labels.value.entries.isEmpty else { continue }
      let isAlone = matcher.name.value.isEmpty && matcher.kind.value.isEmpty
      context.report(
        isAlone
          ? "labels are never compared, so that this deploys every application of the project"
          : "labels are never compared here", at: key.span, help: "write the `name` of the application")
    }
  }
}
