import Diagnostics
import IR

/// A stage belongs to another platform, or no plugin offers it.
enum ForeignStage: PipeCDRule {
  static let info = RuleInfo(
    "foreign-stage", .error, "A stage belongs to another platform, or no plugin offers it.",
    why: """
      piped v0 accepts any stage in any file and fails when it runs one of another platform. In v1 every stage \
      is served by a plugin, and for some stages of v0 there is none.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: TerraformApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
                # ^^^^^^^^^^^^^^^^^^ foreign-stage: a TerraformApp cannot run K8S_CANARY_ROLLOUT, a stage of KubernetesApp
          - name: K8S_CANARY_CLEAN
                # ^^^^^^^^^^^^^^^^ foreign-stage: a TerraformApp cannot run K8S_CANARY_CLEAN, a stage of KubernetesApp
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {terraform: {}}
        name: shop
        pipeline:
          stages:
          - name: TERRAFORM_SYNC
                # ^^^^^^^^^^^^^^ foreign-stage: no plugin of PipeCD v1 offers TERRAFORM_SYNC
      """,
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: TerraformApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: TERRAFORM_PLAN
          - name: TERRAFORM_APPLY
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {terraform: {}}
        name: shop
        pipeline:
          stages:
          - name: TERRAFORM_APPLY
      """,
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard let kind = place.kind else { continue }
      if document.generation == .v1 {
        guard kind.plugin == nil else { continue }
        context.report(
          "no plugin of PipeCD v1 offers \(kind.rawValue)", at: place.span,
          help: kind == .terraformSync ? "write TERRAFORM_APPLY" : kind == .customSync ? "write SCRIPT_RUN" : nil)
      } else if let platform = kind.platform, let own = document.platform, platform != own {
        context.report(
          "a \(document.kind?.value ?? "") cannot run \(kind.rawValue), a stage of \(platform.kind ?? platform.rawValue)",
          at: place.span, help: "use the stages of its own platform")
      }
    }
  }
}
