import Planner

/// Runs the pipelines of a plan, each as soon as those it needs have ended.
struct PipelineOrder: Sendable {
  let plan: Plan
  let context: RunContext
  let backendFor: @Sendable (Plan.Pipeline) -> any Backend

  /// The outcomes in the order of the plan.
  func execute() async -> [PipelineOutcome] {
    for pipeline in plan.pipelines where pipeline.decision == .skip {
      context.queue.post(.pipelineSkipped(name: pipeline.name, reason: pipeline.reason.text))
    }
    let pipelines = plan.pipelines.filter { $0.decision != .skip }
    let skipped = Set(plan.pipelines.filter { $0.decision == .skip }.map(\.name))
    var graph = Graph(names: pipelines.map(\.name), needs: pipelines.map(\.needs), isKnownElsewhere: skipped.contains)
    if let problem = graph.problem {
      return pipelines.map { pipeline in
        let outcome = PipelineOutcome(name: pipeline.name, status: .error, exitCode: 255, message: problem)
        context.queue.post(.pipelineEnded(outcome))
        return outcome
      }
    }
    var outcomes = [PipelineOutcome?](repeating: nil, count: pipelines.count)
    await withTaskGroup(of: (Int, PipelineOutcome).self) { group in
      for index in graph.roots { group.addTask { (index, await self.execute(pipelines[index], at: index)) } }
      while let (index, outcome) = await group.next() {
        outcomes[index] = outcome
        for next in graph.complete(index) {
          group.addTask { (next, await self.execute(pipelines[next], at: next)) }
        }
      }
    }
    return outcomes.compactMap { $0 }
  }

  private func execute(_ pipeline: Plan.Pipeline, at index: Int) async -> PipelineOutcome {
    if let reason = reasonToSkip(pipeline) {
      context.queue.post(.pipelineSkipped(name: pipeline.name, reason: reason))
      return PipelineOutcome(name: pipeline.name, status: .skipped, message: reason)
    }
    let isAlone = plan.pipelines.count { $0.decision != .skip } == 1
    let identifier = isAlone ? context.run : "\(context.run)-\(index + 1)"
    let runner = PipelineRunner(
      pipeline: pipeline, identifier: identifier, backend: backendFor(pipeline), context: context)
    return await runner.execute()
  }

  /// Only a pipeline that has waited for others looks at how they, and all others so far, have ended.
  private func reasonToSkip(_ pipeline: Plan.Pipeline) -> String? {
    if let reason = context.cancellation.reason { return reason.text }
    guard !pipeline.needs.isEmpty else { return nil }
    let failed = context.failedPipelines
    switch pipeline.runPolicy {
    case .always: return nil
    case .never: return "no status lets it run"
    case .onSuccess: return failed.isEmpty ? nil : "\(failed.joined(separator: ", ")) failed"
    case .onFailure: return failed.isEmpty ? "it runs only after a failure, and nothing failed" : nil
    }
  }
}
