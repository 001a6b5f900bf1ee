import Diagnostics
import IR

/// A pipeline of stage plugins alone can never be planned.
enum UnplannablePipeline: PipeCDRule {
  static let info = RuleInfo(
    "unplannable-pipeline", .error, "A pipeline of stage plugins alone can never be planned.",
    why: """
      The first deployment is a quick sync, for which these plugins have no stages; later nobody decides between \
      quick sync and pipeline, and planning fails.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        pipeline:
          stages:
          - name: WAIT
                # ^^^^ unplannable-pipeline: no stage here belongs to a platform, so that nobody can plan a deployment
            with:
              duration: 1m
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        planner:
          alwaysUsePipeline: true
        name: shop
        pipeline:
          stages:
          - name: WAIT
            with:
              duration: 1m
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v1, let application = document.application else { return }
    let places = document.stagePlaces
    guard let first = places.first, !application.planner.alwaysUsePipeline.value else { return }
    // Stages of other plugins may belong to a platform.
    guard places.allSatisfy({ $0.kind?.platform == nil && $0.kind?.plugin != nil }) else { return }
    context.report(
      "no stage here belongs to a platform, so that nobody can plan a deployment", at: first.span,
      help: "write `planner:` with `alwaysUsePipeline: true`")
  }
}
