import Diagnostics
import IR

/// Traffic is split as it cannot be.
enum TrafficShare: PipeCDRule {
  static let info = RuleInfo(
    "traffic-share", .error, "Traffic is split as it cannot be.",
    why: """
      Routing by pod labels gives everything to the primary or everything to the canary, and fails otherwise, \
      also where nothing is set. With a mesh, shares above 100 are accepted and wrong.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
          - name: K8S_TRAFFIC_ROUTING
                # ^^^^^^^^^^^^^^^^^^^ traffic-share: routing by pods gives the primary or the canary everything, not shares
            with:
              canary: 20
          - name: K8S_TRAFFIC_ROUTING
            with:
              all: primary
          - name: K8S_CANARY_CLEAN
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        trafficRouting:
          method: istio
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
          - name: K8S_TRAFFIC_ROUTING
            with:
              canary: 20
          - name: K8S_TRAFFIC_ROUTING
            with:
              all: primary
          - name: K8S_CANARY_CLEAN
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    let method = document.trafficRouting?.value?.method.value ?? ""
    let isByPods = method.isEmpty || method == "podselector"
    for place in document.stagePlaces {
      switch (place.kind, place.stage.options) {
      case (.kubernetesTrafficRouting, .kubernetesTraffic(let options)):
        check(options, isByPods: isByPods, at: place.span, &context)
      case (_, .promote(let options)): checkRange(options.percent, at: place.span, &context)
      case (_, .ecsCanary(let options)): checkRange(options.scale, at: place.span, &context)
      case (_, .ecsTraffic(let options)):
        checkRange(options.primary, at: place.span, &context)
        checkRange(options.canary, at: place.span, &context)
      default: break
      }
    }
  }

  private static func check(
    _ options: PipeCD.KubernetesTrafficOptions, isByPods: Bool, at span: Span, _ context: inout RuleContext
  ) {
    let variants = ["primary", "canary", "baseline"]
    let all = options.all
    if variants.contains(all.value) {
      if isByPods, all.value == "baseline" {
        context.report("routing by pods leads nothing to the baseline", at: all.place ?? span, help: "use Istio")
      }
      return
    }
    if !all.value.isEmpty {
      context.report(
        "`all` is primary, canary or baseline; `\(all.value)` counts as not written", at: all.place ?? span,
        severity: .warning,
        help: Suggestion.nearest(to: all.value, among: variants).map { "did you mean `\($0)`?" })
    }
    let shares = [options.primary.value.number, options.canary.value.number, options.baseline.value.number]
    if isByPods {
      guard
        !shares.contains(100) || shares[2] != 0 || shares.filter({ $0 == 100 }).count != 1 || Set(shares) != [0, 100]
      else { return }
      context.report(
        shares == [0, 0, 0]
          ? "this leads traffic nowhere, which fails"
          : "routing by pods gives the primary or the canary everything, not shares", at: span,
        help: "write `all: primary` or `all: canary`; for shares use Istio")
    } else {
      for option in [options.canary, options.baseline, options.primary] { checkRange(option, at: span, &context) }
      if shares[1] &+ shares[2] > 100, shares.allSatisfy({ (0...100).contains($0) }) {
        context.report("the shares are more than 100 together", at: options.canary.place ?? span, severity: .warning)
      }
    }
  }

  private static func checkRange(
    _ option: PipeCD.Option<PipeCD.Percentage>, at span: Span, _ context: inout RuleContext
  ) {
    guard !(0...100).contains(option.value.number) else { return }
    context.report("a share is between 0 and 100", at: option.place ?? span, severity: .warning)
  }
}
