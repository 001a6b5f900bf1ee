import Diagnostics
import IR

/// More approvals are wanted than there are approvers, or none.
enum ApprovalCount: PipeCDRule {
  static let info = RuleInfo(
    "approval-count", .error, "More approvals are wanted than there are approvers, or none.",
    why: """
      Approvals are counted by person. Where `minApproverNum` is greater than the number of different approvers, \
      the stage can only time out; below one it is refused.
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
            with:
              approvers: [ann, ann]
              minApproverNum: 2
                            # ^ approval-count: 2 approvals can never come from one approver
      """,
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
              minApproverNum: -1
                            # ^^ approval-count: `minApproverNum` must be at least 1
      """,
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
              approvers: [ann, bob]
              minApproverNum: 2
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard case .waitApproval(let options) = place.stage.options else { continue }
      let people = Set(options.approvers.value.map(\.value))
      let count = options.minimumCount.value
      let span = options.minimumCount.place ?? place.span
      if !people.isEmpty, count > people.count {
        context.report(
          "\(count) approvals can never come from \(people.count == 1 ? "one approver" : "\(people.count) approvers")",
          at: span, severity: .warning, help: "name more `approvers`, or want fewer approvals")
      } else if count < 1, document.generation == .v1 {
        context.report("`minApproverNum` must be at least 1", at: span)
      }
    }
  }
}
