import Diagnostics
import IR

/// The kind of chained applications is spelled as in files.
enum ChainKind: PipeCDRule {
  static let info = RuleInfo(
    "chain-kind", .error, "The kind of chained applications is spelled as in files.",
    why: """
      The control plane wants `KUBERNETES`, `TERRAFORM`, `LAMBDA`, `CLOUDRUN` or `ECS` here; `ECSApp` is \
      accepted by piped and fails the chain.
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
            - kind: ECSApp
                  # ^^^^^^ chain-kind: chains know no kind `ECSApp`
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
            - kind: ECS
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    let kinds = ["KUBERNETES", "TERRAFORM", "LAMBDA", "CLOUDRUN", "ECS"]
    for block in document.application?.postSync.value?.chain.value?.applications.value ?? [] {
      let kind = block.value.kind.value
      guard !kind.isEmpty, !kinds.contains(kind), let span = block.value.kind.place else { continue }
      let plain = kind.hasSuffix("App") ? String(kind.dropLast(3)).uppercased() : kind.uppercased()
      context.report(
        "chains know no kind `\(kind)`", at: span,
        help: kinds.contains(plain) ? "write `\(plain)`" : "write one of \(kinds.joined(separator: ", "))")
    }
  }
}
