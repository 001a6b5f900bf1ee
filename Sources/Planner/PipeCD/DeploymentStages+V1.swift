import Diagnostics
import IR

extension DeploymentStages {
  /// What is asked of the plugins of an application of the second generation.
  struct Question {
    let application: PipeCD.GenericApplication
    let strategy: DeploymentPlan.Strategy
    let autoRollback: Bool
    let analysis: AnalysisRendering
    let request: DeploymentRequest
    /// What to point at where the file as a whole is meant.
    let head: Span
  }

  /// As piped of the second generation builds them of the answers of the plugins.
  ///
  /// - Parameters:
  ///   - plugins: the plugins of the application in their order, each once.
  ///   - executors: who executes each stage of the pipeline.
  static func v1(
    _ question: Question, plugins: [PlannedStage.Executor], executors: [PlannedStage.Executor],
    refusals: inout [Diagnostic]
  ) -> DeploymentStages {
    var result = DeploymentStages()
    switch question.strategy {
    case .pipeline: result.askForPipeline(question, plugins, executors, &refusals)
    case .quickSync: result.askForQuickSync(question, plugins, &refusals)
    }
    return result
  }

  // MARK: Pipeline

  private mutating func askForPipeline(
    _ question: Question, _ plugins: [PlannedStage.Executor], _ executors: [PlannedStage.Executor],
    _ refusals: inout [Diagnostic]
  ) {
    let written = question.application.pipeline.value?.stages.value.map(\.value) ?? []
    guard !written.isEmpty else {
      refusals.append(
        Diagnostic(
          rule: "missing-pipeline", severity: .error,
          message: "a sync with the pipeline was asked for, and the file has no pipeline", at: question.head,
          help: "write `pipeline:` with `stages:`, or ask for a quick sync"))
      return
    }
    stages = zip(written, executors).enumerated().map { index, pair in
      PlannedStage(
        pair.0, at: index, id: "stage-\(index)", executor: pair.1, generation: .v1, analysis: question.analysis,
        request: question.request)
    }
    stages.chain()
    for executor in plugins { addRollback(executor, question, &refusals) }
    for stage in stages {
      guard case .scriptRun? = stage.options, case .script(let script) = stage.kind, !script.onRollback.isEmpty else {
        continue
      }
      rollback.append(.scriptRollback(of: stage, script))
      if !question.autoRollback {
        remarks.append(
          Plan.Reason("onRollback is planned although autoRollback is false", at: stage.span))
      }
    }
    rollback = rollback.enumerated().sorted { ($0.element.index, $0.offset) < ($1.element.index, $1.offset) }
      .map(\.element)
    for index in rollback.indices where rollback[index].decision != .skip {
      let base = rollback[index].index
      guard stages.indices.contains(base), stages[base].decision == .skip else { continue }
      let stage = stages[base]
      rollback[index].decision = .skip
      rollback[index].reason = Plan.Reason(
        "it has the index of \(stage.id), whose skipOn counts for it too", at: stage.reason.span)
    }
  }

  private mutating func addRollback(
    _ executor: PlannedStage.Executor, _ question: Question, _ refusals: inout [Diagnostic]
  ) {
    guard question.autoRollback, case .plugin(let plugin) = executor,
      let name = PluginRoster.traits(of: plugin.official)?.rollback
    else { return }
    let own = stages.filter { $0.executor == executor }
    guard let first = own.first else { return }
    var index = first.index
    if plugin.official == "ecs" {
      // The plugin counts on from its last stage, and piped takes only numbers that it has asked for.
      index = own.count + 1
      guard own.contains(where: { $0.index == index }) else {
        refusals.append(
          Diagnostic(
            rule: "ecs-rollback", severity: .error,
            message: "the plugin `\(plugin.name)` cannot plan a pipeline with rollback",
            at: first.span ?? question.head, help: "write `planner:` with `autoRollback: false`"))
        return
      }
    }
    rollback.append(Self.rollback(name, index: index, executor))
  }

  private static func rollback(_ name: String, index: Int, _ executor: PlannedStage.Executor) -> PlannedStage {
    var stage = PlannedStage(index: index, id: "rollback-\(name.lowercased())", name: name, executor: executor)
    stage.description = "Rollback the deployment"
    stage.isRollback = true
    stage.timeout = nil
    return stage
  }

  // MARK: Quick sync

  private mutating func askForQuickSync(
    _ question: Question, _ plugins: [PlannedStage.Executor], _ refusals: inout [Diagnostic]
  ) {
    let first = question.application.pipeline.value?.stages.value.first?.value
    for executor in plugins {
      var owner = "a plugin"
      var traits: PluginRoster.Traits?
      if case .plugin(let plugin) = executor {
        owner = plugin.name
        traits = PluginRoster.traits(of: plugin.official)
      }
      // What a plugin that is not an official one does, only it knows; those that offer single stages do nothing.
      if let traits, traits.quickStage == nil, traits.rollback == nil { continue }
      let name = traits?.quickStage ?? "(stages of \(owner))"
      var stage = PlannedStage(
        index: 0, id: stages.isEmpty ? "quick" : "quick-\(stages.count)", name: name, executor: executor)
      stage.timeout = first?.head.timeout.value ?? .hours(6)
      let skip = StageSkip(first?.head.skipOn, question.request)
      (stage.decision, stage.reason) = (skip.decision, skip.reason)
      if traits?.quickStage == nil, stage.decision == .run {
        stage.decision = .deferred
        stage.reason = Plan.Reason("what it does in a quick sync is known to the plugin alone")
      }
      stages.append(stage)
      guard question.autoRollback, let undo = traits?.rollback else { continue }
      rollback.append(Self.rollback(undo, index: 0, executor))
    }
    if let head = first?.head, !stages.isEmpty, head.timeout.span != nil || head.skipOn.span != nil {
      remarks.append(
        Plan.Reason(
          "timeout and skipOn of the first stage count for the quick sync, since all of its stages have the index 0",
          at: head.name.place))
    }
    guard stages.isEmpty else { return }
    refusals.append(
      Diagnostic(
        rule: "unplannable-pipeline", severity: .error,
        message: "no plugin of this application has stages for a quick sync, so that planning fails",
        at: question.head, help: "write `planner:` with `alwaysUsePipeline: true`"))
  }
}
