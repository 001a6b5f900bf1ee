import Diagnostics
import IR

/// The expected text of an answer is never compared.
enum UnreadResponse: PipeCDRule {
  static let info = RuleInfo(
    "unread-response", .warning, "The expected text of an answer is never compared.",
    why: """
      piped decodes `expectedResponse` and compares the status alone.
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
              https:
              - url: https://example.com
                expectedCode: 200
                expectedResponse: ok
              # ^^^^^^^^^^^^^^^^ unread-response: `expectedResponse` is never compared; only the status is
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
              - url: https://example.com/health
                expectedCode: 200
                interval: 1m
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, _) in document.analyses {
      for request in options.https.value {
        guard let key = request.value.check.expectedResponse.key else { continue }
        context.report(
          "`expectedResponse` is never compared; only the status is", at: key.span,
          help: "let the address answer with another status when something is wrong")
      }
    }
  }
}
