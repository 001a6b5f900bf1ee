import Diagnostics
import IR

/// The first failed query ends the analysis.
enum FailureLimit: PipeCDRule {
  static let info = RuleInfo(
    "failure-limit", .info, persona: .pedantic, "The first failed query ends the analysis.",
    why: """
      The documentation says that `failureLimit` is 1 by default; it is 0.
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
              metrics:
              - provider: prometheus
              # ^^^^^^^^^^^^^^^^^^^^ failure-limit: without `failureLimit` the first failed query ends the deployment
                query: up
                interval: 5m
                expected: {min: 1}
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
              metrics:
              - provider: prometheus
                query: up
                interval: 5m
                failureLimit: 1
                expected: {min: 1}
      """
    ],
    yields: ["incomplete-check", "type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, span) in document.analyses {
      for metric in options.metrics.value
      where metric.value.template.name.value.isEmpty && metric.value.check.failureLimit.key == nil {
        context.report(
          "without `failureLimit` the first failed query ends the deployment", at: metric.place ?? span,
          help: "write `failureLimit: 1` to forgive one")
      }
    }
  }
}
