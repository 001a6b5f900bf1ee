import Diagnostics
import IR

/// An analysis of logs fails whenever it looks.
enum FailingLogCheck: PipeCDRule {
  static let info = RuleInfo(
    "failing-log-check", .warning, "An analysis of logs fails whenever it looks.",
    why: """
      The only provider for logs, Stackdriver, is a stub that always answers no, so that every look counts as a \
      failure.
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
            with:
              duration: 10m
              logs:
            # ^^^^ failing-log-check: no provider implements log analysis, so that it always fails
              - provider: stackdriver
                query: error
                interval: 1m
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
          - name: ANALYSIS
            with:
              duration: 10m
              https:
              - url: https://example.com
                expectedCode: 200
                interval: 1m
      """
    ],
    yields: ["incomplete-check", "type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, _) in document.analyses {
      guard !options.logs.value.isEmpty, let key = options.logs.key else { continue }
      context.report(
        "no provider implements log analysis, so that it always fails", at: key.span,
        help: "make a metric of it, or check over HTTP")
    }
  }
}
