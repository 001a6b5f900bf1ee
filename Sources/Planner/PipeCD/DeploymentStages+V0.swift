import IR

/// The stages of a deployment and what rolls them back.
struct DeploymentStages {
  var stages: [PlannedStage] = []
  var rollback: [PlannedStage] = []
  var remarks: [Plan.Reason] = []

  /// As piped of the first generation builds them.
  static func v0(
    _ document: PipeCDDocument, on platform: PipeCD.Platform, _ strategy: DeploymentPlan.Strategy,
    autoRollback: Bool, analysis: AnalysisRendering, request: DeploymentRequest
  ) -> DeploymentStages {
    var result = DeploymentStages()
    let written = document.stages
    if strategy == .quickSync {
      result.stages = [quickStage(document, platform)]
    } else {
      result.stages = written.enumerated().map { index, stage in
        let identifier = stage.head.identifier.value
        return PlannedStage(
          stage, at: index, id: identifier.isEmpty ? "stage-\(index)" : identifier, executor: .piped, generation: .v0,
          analysis: analysis, request: request)
      }
      result.stages.chain()
    }
    if autoRollback { result.addRollback(platform, strategy) }
    return result
  }

  private static func quickStage(_ document: PipeCDDocument, _ platform: PipeCD.Platform) -> PlannedStage {
    let version = "Deploy the new version and configure all traffic to it"
    var stage: PlannedStage
    switch platform {
    case .kubernetes, .multicluster:
      stage = PlannedStage(index: 0, id: "K8sSync", name: "K8S_SYNC", executor: .piped)
      stage.description = "Sync by applying all manifests"
    case .terraform, .openTofu:
      stage = PlannedStage(index: 0, id: "TerraformSync", name: "TERRAFORM_SYNC", executor: .piped)
      stage.description = "Sync by automatically applying any detected changes"
    case .cloudRun:
      stage = PlannedStage(index: 0, id: "CloudRunSync", name: "CLOUDRUN_SYNC", executor: .piped)
      stage.description = version
    case .lambda:
      stage = PlannedStage(index: 0, id: "LambdaSync", name: "LAMBDA_SYNC", executor: .piped)
      stage.description = version
    case .ecs:
      stage = PlannedStage(index: 0, id: "ECSSync", name: "ECS_SYNC", executor: .piped)
      stage.description = version
    }
    switch document.specification {
    case .kubernetes(let application): stage.options = .kubernetesSync(application.quickSync.value)
    case .ecs(let application): stage.options = .ecsSync(application.quickSync.value)
    default: break
    }
    return stage
  }

  private mutating func addRollback(_ platform: PipeCD.Platform, _ strategy: DeploymentPlan.Strategy) {
    var last = PlannedStage(index: stages.count, id: "Rollback", name: "ROLLBACK", executor: .piped)
    last.description = "Rollback the deployment"
    last.isRollback = true
    if platform == .lambda, let custom = stages.first(where: { $0.name == "CUSTOM_SYNC" }) {
      last.id = "CustomSyncRollback"
      last.name = "CUSTOM_SYNC_ROLLBACK"
      last.description = ""
      last.decision = .skip
      last.reason = Plan.Reason("piped plans it in place of ROLLBACK, and never runs it", at: custom.span)
    }
    rollback.append(last)
    guard platform == .kubernetes, strategy == .pipeline else { return }
    for stage in stages {
      guard case .scriptRun? = stage.options, case .script(let script) = stage.kind else { continue }
      rollback.append(.scriptRollback(of: stage, script))
    }
  }
}

extension PlannedStage {
  /// What undoes a script; it runs only if the script was started.
  static func scriptRollback(of stage: PlannedStage, _ script: Script) -> PlannedStage {
    var rollback = PlannedStage(
      index: stage.index, id: "\(stage.id)-rollback", name: "SCRIPT_RUN_ROLLBACK", executor: stage.executor)
    rollback.description = stage.description.isEmpty ? "" : "Rollback of: \(stage.description)"
    rollback.kind = .script(
      Script(run: script.onRollback, environment: script.environment, onRollback: "", base: stage.id))
    rollback.configuration = stage.configuration
    rollback.isRollback = true
    rollback.decision = .deferred
    rollback.reason = Plan.Reason("runs only if \(stage.id) was started")
    if script.onRollback.isEmpty {
      rollback.decision = .skip
      rollback.reason = Plan.Reason("the stage has no onRollback", at: stage.span)
    }
    rollback.span = stage.span
    return rollback
  }
}
