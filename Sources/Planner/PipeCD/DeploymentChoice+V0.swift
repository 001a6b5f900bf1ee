import Diagnostics
import IR

extension DeploymentChoice {
  /// The strategy as piped of the first generation chooses it.
  static func v0(
    _ application: PipeCD.GenericApplication, on platform: PipeCD.Platform, _ request: DeploymentRequest, head: Span
  ) -> DeploymentChoice {
    let hasPipeline = !(application.pipeline.value?.stages.value.isEmpty ?? true)
    if let forced = forced(request) {
      guard forced.strategy == .quickSync || hasPipeline else {
        let refusal = Diagnostic(
          rule: "missing-pipeline", severity: .error,
          message: "a sync with the pipeline was asked for, and the file has no pipeline", at: head,
          help: "write `pipeline:` with `stages:`, or ask for a quick sync")
        return DeploymentChoice(refused: refusal, as: .pipeline)
      }
      return forced
    }
    guard hasPipeline else {
      return quick(platform, "pipeline was not configured", kubernetes: "(no pipeline was configured)")
    }
    if application.planner.value.alwaysUsePipeline.value { return always }
    if platform == .terraform {
      return DeploymentChoice(.pipeline, "Sync with the specified progressive pipeline")
    }
    if platform == .kubernetes,
      let matched = matched(
        application.commitMatcher.value, request, isStrict: true, quickSummary: "Quick sync by applying all manifests")
    {
      return matched
    }
    if request.isFirstDeployment {
      let first = "it seems this is the first deployment"
      return quick(platform, first, kubernetes: "because \(first)")
    }
    if platform == .kubernetes { return DeploymentChoice(deferredTo: kubernetesAnswers) }
    // Whether the version has changed decides the words alone.
    return DeploymentChoice(.pipeline, "Sync with the specified pipeline")
  }

  private static func quick(_ platform: PipeCD.Platform, _ why: String, kubernetes: String) -> DeploymentChoice {
    switch platform {
    case .terraform, .openTofu:
      DeploymentChoice(
        .quickSync,
        "Quick sync by automatically applying any detected changes because no pipeline was configured")
    case .kubernetes, .multicluster: DeploymentChoice(.quickSync, "Quick sync by applying all manifests \(kubernetes)")
    case .lambda:
      DeploymentChoice(.quickSync, "Quick sync to deploy version … and configure all traffic to it (\(why))")
    case .cloudRun, .ecs:
      DeploymentChoice(.quickSync, "Quick sync to deploy image … and configure all traffic to it (\(why))")
    }
  }

  /// What the comparison of manifests leads to.
  static let kubernetesAnswers: [DeploymentPlan.Answer] = [
    .init("there is no workload on one of the sides", .quickSync, "Quick sync by applying all manifests"),
    .init("an image differs", .pipeline, "Sync progressively because of updating image … from … to …"),
    .init(
      "the pod template of a workload differs", .pipeline,
      "Sync progressively because pod template of workload … was changed"),
    .init("a ConfigMap or Secret is new", .pipeline, "Sync progressively because new … configmap/secret added"),
    .init("one is gone", .pipeline, "Sync progressively because … configmap/secret deleted"),
    .init("one differs", .pipeline, "Sync progressively because … … was updated"),
    .init("only replicas differ", .quickSync, "Quick sync to scale … from … to …"),
    .init("nothing of that", .quickSync, "Quick sync by applying all manifests"),
  ]
}
