import Diagnostics
import IR

/// A path under `ignores` lets PipeCD pass over whole commits.
enum VetoingPath: PipeCDRule {
  static let info = RuleInfo(
    "vetoing-path", .info, persona: .pedantic, "A path under `ignores` lets PipeCD pass over whole commits.",
    why: """
      One changed file that matches is enough: a commit that changes the code and a README is ignored where \
      `ignores` names the README, and what it brings is deployed with the next commit at the earliest.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trigger:
          onCommit:
            ignores: ["**/*.md"]
                    # ^^^^^^^^^ vetoing-path: a commit that changes such a file is ignored with all else that it changes
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trigger:
          onCommit:
            paths: [charts/shop]
      """
    ],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for pattern in document.application?.trigger.onCommit.ignores.value ?? [] {
      guard let place = pattern.place, !pattern.value.hasPrefix("!") else { continue }
      context.report(
        "a commit that changes such a file is ignored with all else that it changes", at: place,
        help: "change these files in commits of their own")
    }
  }
}
