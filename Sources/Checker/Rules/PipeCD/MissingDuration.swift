import Diagnostics
import IR

/// A stage does not say how long it lasts.
enum MissingDuration: PipeCDRule {
  static let info = RuleInfo(
    "missing-duration", .error, "A stage does not say how long it lasts.",
    why: """
      ANALYSIS without `duration` is refused by piped v0 and by the plugin of v1, and the plugin for WAIT fails \
      without one.
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
                # ^^^^^^^^ missing-duration: ANALYSIS needs a `duration`
            with:
              metrics:
              - template: {name: errors}
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT
                # ^^^^ missing-duration: WAIT needs a `duration` greater than 0
          - name: K8S_SYNC
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
          - name: ANALYSIS
            with:
              duration: 10m
              metrics:
              - template: {name: errors}
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT
            with:
              duration: 1m
          - name: K8S_SYNC
      """,
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v1 else {
      checkNegative(document, in: &context)
      return
    }
    for place in document.stagePlaces {
      switch place.stage.options {
      case .wait(let options) where options.duration.value <= .zero:
        context.report(
          "WAIT needs a `duration` greater than 0", at: options.duration.place ?? place.span,
          help: "write how long to wait: `duration: 1m`")
      case .analysis(let options) where options.duration.value == .zero:
        context.report(
          "ANALYSIS needs a `duration`", at: options.duration.place ?? place.span,
          help: "write how long to look: `duration: 10m`")
      default: break
      }
    }
  }

  /// What v0 takes and does not wait for.
  private static func checkNegative(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard case .wait(let options) = place.stage.options, options.duration.value < .zero else { continue }
      context.report(
        "WAIT does not wait: its `duration` is negative", at: options.duration.place ?? place.span, severity: .warning,
        help: "write how long to wait: `duration: 1m`")
    }
  }
}
