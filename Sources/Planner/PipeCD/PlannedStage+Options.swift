import IR

extension PlannedStage {
  /// A stage of the file.
  init(
    _ stage: PipeCD.Stage, at index: Int, id: String, executor: Executor, generation: PipeCD.Generation,
    analysis: AnalysisRendering, request: DeploymentRequest
  ) {
    self.init(index: index, id: id, name: stage.name, executor: executor)
    description = stage.head.notes.value
    options = stage.options
    span = stage.head.name.place
    kind = Self.kind(of: stage.options, generation, analysis)
    switch generation {
    case .v0:
      timeout = stage.options?.timeout?.value
      let skip = StageSkip(stage.options?.skipOn, request)
      (decision, reason) = (skip.decision, skip.reason)
    case .v1:
      timeout = stage.head.timeout.value
      let skip = StageSkip(stage.head.skipOn, request)
      (decision, reason) = (skip.decision, skip.reason)
      configuration = stage.head.with.written?.json ?? "{}"
    }
  }

  private static func kind(
    of options: PipeCD.StageOptions?, _ generation: PipeCD.Generation, _ analysis: AnalysisRendering
  ) -> Kind {
    switch options {
    case .wait(let options):
      let duration = options.duration.value
      // The first generation waits a minute where it is not told.
      return .wait(duration == .zero && generation == .v0 ? .minutes(1) : duration)
    case .waitApproval(let options):
      return .approval(
        Approval(approvers: options.approvers.value.map(\.value), count: Int(clamping: options.minimumCount.value)))
    case .analysis(let options): return .analysis(analysis.plan(options))
    case .scriptRun(let options):
      return .script(
        Script(
          run: options.run.value, environment: variables(options.environment), onRollback: options.onRollback.value))
    case .customSync(let options):
      return .script(Script(run: options.run.value, environment: variables(options.environment), onRollback: ""))
    default: return .platform
    }
  }

  private static func variables(_ map: PipeCD.Option<PipeCD.Map<String>>) -> [Context.Parameter] {
    map.value.entries.map { Context.Parameter($0.name.value, $0.option.value) }
  }
}

extension [PlannedStage] {
  /// Lets each stage wait for the one before.
  mutating func chain() {
    for index in indices.dropFirst() { self[index].requires = [self[index - 1].id] }
  }
}
