import Diagnostics
import IR

/// A script for rollbacks is never run.
enum UnplannedRollback: PipeCDRule {
  static let info = RuleInfo(
    "unplanned-rollback", .warning, "A script for rollbacks is never run.",
    why: """
      piped v0 plans `onRollback` of SCRIPT_RUN for Kubernetes alone.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: LambdaApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: SCRIPT_RUN
            with:
              run: make
              onRollback: make undo
            # ^^^^^^^^^^ unplanned-rollback: piped v0 runs `onRollback` for a KubernetesApp alone
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
          - name: SCRIPT_RUN
            with:
              run: make
              onRollback: make undo
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v0, document.platform != .kubernetes else { return }
    for place in document.stagePlaces {
      guard case .scriptRun(let options) = place.stage.options, let key = options.onRollback.key else { continue }
      context.report(
        "piped v0 runs `onRollback` for a KubernetesApp alone", at: key.span,
        help: "undo it in the platform's own rollback, or use piped v1")
    }
  }
}
