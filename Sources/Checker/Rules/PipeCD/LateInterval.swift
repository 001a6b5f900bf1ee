import Diagnostics
import IR

/// A check of an analysis would come first after the analysis has ended.
enum LateInterval: PipeCDRule {
  static let info = RuleInfo(
    "late-interval", .warning, "A check of an analysis would come first after the analysis has ended.",
    why: """
      The first query is made one `interval` after the start. Where that is longer than `duration`, none is \
      made, and the stage passes.
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
              duration: 1m
              metrics:
              - provider: prometheus
                query: up
                interval: 5m
                        # ^^ late-interval: the first query would come after 5m0s, and the analysis ends after 1m0s
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
                expected: {min: 1}
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, _) in document.analyses where options.duration.value > .zero {
      let metrics = options.metrics.value.map(\.value.check.interval)
      let logs = options.logs.value.map(\.value.check.interval)
      let requests = options.https.value.map(\.value.check.interval)
      for interval in metrics + logs + requests where interval.value > options.duration.value {
        guard let span = interval.place else { continue }
        context.report(
          "the first query would come after \(interval.value.text), and the analysis ends after "
            + "\(options.duration.value.text)", at: span, help: "make `interval` shorter than `duration`")
      }
    }
  }
}
