import Diagnostics
import IR

/// A TerraformApp does not roll back, because it does not say so.
enum MissingRollback: PipeCDRule {
  static let info = RuleInfo(
    "missing-rollback", .info, persona: .pedantic, "A TerraformApp does not roll back, because it does not say so.",
    why: """
      All other kinds of v0 roll back a failed deployment by default; Terraform does not.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: TerraformApp
      spec:
        name: shop
        input:
      # ^^^^^ missing-rollback: a failed deployment of Terraform is not rolled back by default
          workspace: dev
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: TerraformApp
      spec:
        name: shop
        input:
          workspace: dev
          autoRollback: true
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard case .terraform(let application) = document.specification else { return }
    guard application.input.autoRollback.key == nil else { return }
    context.report(
      "a failed deployment of Terraform is not rolled back by default",
      at: application.input.key?.span ?? document.head,
      help: "write `input.autoRollback: true`, or `false` to say that it is meant")
  }
}
