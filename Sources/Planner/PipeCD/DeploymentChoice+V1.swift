import Diagnostics
import IR

extension DeploymentChoice {
  /// The strategy as piped of the second generation chooses it, with the plugins of the application in their order.
  static func v1(
    _ application: PipeCD.GenericApplication, plugins: [PlannedStage.Executor], _ request: DeploymentRequest, head: Span
  ) -> DeploymentChoice {
    if let forced = forced(request) { return forced }
    guard let stages = application.pipeline.value?.stages.value, !stages.isEmpty else {
      return DeploymentChoice(.quickSync, "Quick sync due to the pipeline was not configured")
    }
    if application.planner.value.alwaysUsePipeline.value { return always }
    if let matched = matched(
      application.commitMatcher.value, request, isStrict: false, quickSummary: "Quick sync")
    {
      return matched
    }
    if request.isFirstDeployment {
      return DeploymentChoice(
        .quickSync, "Quick sync, it seems this is the first deployment of the application")
    }
    return asked(plugins, head: head)
  }

  /// The first plugin that wants the pipeline wins; one that compares may want it.
  private static func asked(_ plugins: [PlannedStage.Executor], head: Span) -> DeploymentChoice {
    var answers: [DeploymentPlan.Answer] = []
    var isCertain = false
    for executor in plugins {
      guard case .plugin(let plugin) = executor, let traits = PluginRoster.traits(of: plugin.official) else {
        answers.append(.init("a plugin that is not an official one wants it", .pipeline, ""))
        continue
      }
      switch traits.opinion {
      case .none: continue
      case .alwaysPipeline:
        isCertain = true
        answers.append(.init("always, by \(plugin.name)", .pipeline, "Sync with the specified progressive pipeline"))
      case .compares: answers += comparison(by: plugin)
      }
    }
    guard !answers.isEmpty else {
      return DeploymentChoice(
        refused: Diagnostic(
          rule: "unplannable-pipeline", severity: .error,
          message: "no plugin of this application chooses between quick sync and pipeline, so that planning fails",
          at: head, help: "write `planner:` with `alwaysUsePipeline: true`"), as: .pipeline)
    }
    if isCertain {
      let summary = answers.count == 1 ? answers[0].summary : ""
      return DeploymentChoice(.pipeline, summary)
    }
    return DeploymentChoice(deferredTo: answers)
  }

  private static func comparison(by plugin: DeploymentPlugin) -> [DeploymentPlan.Answer] {
    switch plugin.official {
    case "kubernetes", "kubernetes_multicluster": kubernetesAnswers
    case "ecs":
      [
        .init("an image differs", .pipeline, "Sync progressively because of updating …"),
        .init("none does", .quickSync, "Quick sync because no container image change was detected"),
      ]
    default: [.init("\(plugin.name) wants it", .pipeline, "")]
    }
  }
}
