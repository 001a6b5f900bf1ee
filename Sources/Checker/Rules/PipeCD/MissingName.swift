import Diagnostics
import IR

/// An application has no `name` and cannot be discovered.
enum MissingName: PipeCDRule {
  static let info = RuleInfo(
    "missing-name", .info, persona: .pedantic, "An application has no `name` and cannot be discovered.",
    why: """
      Only applications that are registered already can do without; suggestions for new ones pass the file over.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
          # ^^^^^^^^^^^^^ missing-name: without `name` the application cannot be discovered
      spec:
        labels: {team: shop}
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let application = document.application, application.name.value.isEmpty else { return }
    context.report(
      "without `name` the application cannot be discovered", at: application.name.place ?? document.head,
      help: "write `name:` under `spec`")
  }
}
