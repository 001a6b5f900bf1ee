import Diagnostics
import IR

/// A check of an analysis lacks what it needs.
enum IncompleteCheck: PipeCDRule {
  static let info = RuleInfo(
    "incomplete-check", .error, "A check of an analysis lacks what it needs.",
    why: """
      piped refuses metrics without `provider`, `query` or `interval`. What it does not check fails when the \
      stage runs: a threshold without `expected`, an unknown strategy, a log or HTTP check without `interval`, \
      an HTTP check without `expectedCode`.
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
              # ^^^^^^^^^^^^^^^^^^^^ incomplete-check: a threshold needs `expected`; without it every query counts as a failure
                query: up
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
              metrics:
              - provider: prometheus
                query: up
                interval: 1m
                expected: {max: 1}
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for (options, span) in document.analyses {
      for metric in options.metrics.value where metric.value.template.name.value.isEmpty {
        check(metric.value.check, at: metric.place ?? span, document.generation, &context)
      }
      for log in options.logs.value where log.value.template.name.value.isEmpty {
        checkInterval(log.value.check.interval, at: log.place ?? span, &context)
      }
      for request in options.https.value where request.value.template.name.value.isEmpty {
        check(request.value.check, at: request.place ?? span, &context)
      }
    }
    guard case .analysisTemplate(let templates) = document.specification else { return }
    for entry in templates.metrics.value.entries { check(entry.option.value, at: entry.name.span, .v1, &context) }
    for entry in templates.logs.value.entries {
      checkInterval(entry.option.value.interval, at: entry.name.span, &context)
    }
    for entry in templates.https.value.entries { check(entry.option.value, at: entry.name.span, &context) }
  }

  private static let strategies = ["THRESHOLD", "PREVIOUS", "CANARY_BASELINE", "CANARY_PRIMARY"]

  private static func check(
    _ metric: PipeCD.MetricCheck, at span: Span, _ generation: PipeCD.Generation, _ context: inout RuleContext
  ) {
    let strategy = metric.strategy
    if generation == .v1 {
      let missing =
        metric.provider.value.isEmpty
        ? "provider" : metric.query.value.isEmpty ? "query" : metric.interval.value == .zero ? "interval" : nil
      if let missing { return context.report("this metric has no `\(missing)`", at: span) }
    }
    if !strategies.contains(strategy.value) {
      let nearest = Suggestion.nearest(to: strategy.value, among: strategies)
      context.report(
        "there is no strategy `\(strategy.value)`", at: strategy.place ?? span,
        help: "write \(nearest ?? strategies.joined(separator: ", "))")
    } else if strategy.value == "THRESHOLD", metric.expected.minimum.value == nil, metric.expected.maximum.value == nil,
      !metric.provider.value.isEmpty, !metric.query.value.isEmpty, metric.interval.value != .zero
    {
      context.report(
        "a threshold needs `expected`; without it every query counts as a failure", at: metric.expected.place ?? span,
        help: "write `expected:` with `min`, `max` or both")
    }
  }

  private static func check(_ request: PipeCD.HTTPCheck, at span: Span, _ context: inout RuleContext) {
    checkInterval(request.interval, at: span, &context)
    if request.expectedCode.value == 0 {
      context.report(
        "without `expectedCode` every answer counts as a failure",
        at: request.url.place ?? span, help: "write `expectedCode: 200`")
    }
  }

  private static func checkInterval(
    _ interval: PipeCD.Option<PipeCD.Duration>, at span: Span, _ context: inout RuleContext
  ) {
    guard interval.value <= .zero else { return }
    context.report(
      "piped crashes over a check without `interval`", at: interval.place ?? span, help: "write `interval: 1m`")
  }
}
