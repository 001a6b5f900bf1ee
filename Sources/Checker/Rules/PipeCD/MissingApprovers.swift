import Diagnostics
import IR

/// Nobody is named who may approve.
enum MissingApprovers: PipeCDRule {
  static let info = RuleInfo(
    "missing-approvers", .error, "Nobody is named who may approve.",
    why: """
      The plugin of v1 refuses WAIT_APPROVAL without `approvers` when it plans. piped v0 accepts it, and every \
      user of the project may approve.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT_APPROVAL
                # ^^^^^^^^^^^^^ missing-approvers: WAIT_APPROVAL needs `approvers`
          - name: K8S_SYNC
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT_APPROVAL
            with:
              approvers: [ann]
          - name: K8S_SYNC
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard case .waitApproval(let options) = place.stage.options, options.approvers.value.isEmpty else { continue }
      let isRefused = document.generation == .v1
      context.report(
        isRefused ? "WAIT_APPROVAL needs `approvers`" : "nobody is named in `approvers`, so anybody may approve",
        at: options.approvers.place ?? place.span, severity: isRefused ? .error : .info, help: "write who may approve")
    }
  }
}
