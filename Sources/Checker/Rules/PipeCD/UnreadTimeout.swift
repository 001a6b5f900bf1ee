import Diagnostics
import IR

/// A stage of v0 has its `timeout` beside `with`, where piped does not look.
enum UnreadTimeout: PipeCDRule {
  static let info = RuleInfo(
    "unread-timeout", .warning, "A stage of v0 has its `timeout` beside `with`, where piped does not look.",
    why: """
      piped v0 decodes `timeout` of a stage and never uses it; the stages that have a limit read it inside \
      `with`.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: WAIT_APPROVAL
            timeout: 1h
          # ^^^^^^^ unread-timeout: piped v0 does not look at the `timeout` of a stage
            with:
              approvers: [ann]
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
          - name: WAIT_APPROVAL
            with:
              approvers: [ann]
              timeout: 1h
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v0 else { return }
    for place in document.stagePlaces {
      guard let key = place.stage.head.timeout.key else { continue }
      let readsOwn = place.stage.options?.timeout != nil
      context.report(
        "piped v0 does not look at the `timeout` of a stage", at: key.span,
        help: readsOwn
          ? "write it inside `with`" : "this stage has no limit of its own; `spec.timeout` limits the deployment")
    }
  }
}
