import Diagnostics
import IR

/// An analysis has no checks and passes at once.
enum EmptyAnalysis: PipeCDRule {
  static let info = RuleInfo(
    "empty-analysis", .warning, "An analysis has no checks and passes at once.",
    why: """
      ANALYSIS with a `duration` alone succeeds immediately; it does not even wait.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: ANALYSIS
                # ^^^^^^^^ empty-analysis: this analysis checks nothing and passes at once
            with:
              duration: 30m
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
          - name: WAIT
            with:
              duration: 30m
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, span) in document.analyses
    where options.metrics.value.isEmpty && options.logs.value.isEmpty && options.https.value.isEmpty {
      context.report(
        "this analysis checks nothing and passes at once", at: span,
        help: "add `metrics` or `https`; to wait, use WAIT")
    }
  }
}
