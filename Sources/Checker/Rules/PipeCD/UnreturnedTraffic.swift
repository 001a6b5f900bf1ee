import Diagnostics
import IR

/// The pipeline ends before all traffic is at the new version.
enum UnreturnedTraffic: PipeCDRule {
  static let info = RuleInfo(
    "unreturned-traffic", .warning, "The pipeline ends before all traffic is at the new version.",
    why: """
      The last stage that leads traffic leaves a part of it elsewhere. With a canary that is cleaned up, that \
      part goes nowhere.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: CloudRunApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: CLOUDRUN_PROMOTE
            with:
              percent: 10
                     # ^^ unreturned-traffic: the deployment ends with 10 % of the traffic at the new version
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: CloudRunApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: CLOUDRUN_PROMOTE
            with:
              percent: 10
          - name: CLOUDRUN_PROMOTE
            with:
              percent: 100
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces.reversed() {
      switch place.stage.options {
      case .promote(let options):
        let share = options.percent.value.number
        guard share < 100 else { return }
        context.report(
          "the deployment ends with \(share) % of the traffic at the new version",
          at: options.percent.place ?? place.span,
          help: "end with `percent: 100`")
        return
      case .kubernetesTraffic(let options):
        let isCanary = options.all.value == "canary" || options.all.value == "baseline"
        let isShared =
          options.all.value.isEmpty && (options.canary.value.number > 0 || options.baseline.value.number > 0)
        guard isCanary || isShared else { return }
        context.report(
          "the deployment ends with traffic at the \(options.all.value.isEmpty ? "canary" : options.all.value)",
          at: place.span, help: "end with K8S_TRAFFIC_ROUTING and `all: primary`")
        return
      case .ecsTraffic(let options):
        let primary = options.primary.value.number
        let isPrimary = (1...100).contains(primary) ? primary == 100 : !(1...100).contains(options.canary.value.number)
        guard !isPrimary else { return }
        context.report(
          "the deployment ends with traffic at the canary", at: place.span,
          help: "end with ECS_TRAFFIC_ROUTING and `primary: 100`")
        return
      default: continue
      }
    }
  }
}
