import Planner

/// Runs the pipelines of a plan, each as soon as those it needs have ended and nobody else works in its folder.
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
    var ready = graph.roots.map { (index: $0, skip: String?.none) }
    var busyFolders: [String: Int] = [:]
    await withTaskGroup(of: (Int, PipelineOutcome).self) { group in
      while true {
        // Real runners give each pipeline a machine or a clone of its own; in one folder they would trip over each other.
        while let next = ready.firstIndex(where: { isFree(pipelines[$0.index], $0.skip, busyFolders) }) {
          let (index, skip) = ready.remove(at: next)
          if skip == nil, let folder = pipelines[index].workspace.hostPath { busyFolders[folder] = index }
          group.addTask { (index, await self.execute(pipelines[index], at: index, skippedBecause: skip)) }
        }
        guard let (index, outcome) = await group.next() else { break }
        outcomes[index] = outcome
        if let folder = pipelines[index].workspace.hostPath, busyFolders[folder] == index { busyFolders[folder] = nil }
        // Whether one runs is decided when those it waited for have ended, not when its turn comes.
        ready += graph.complete(index).map { ($0, reasonToSkip(pipelines[$0])) }
        ready.sort { $0.index < $1.index }
      }
    }
    return outcomes.compactMap { $0 }
  }

  private func isFree(_ pipeline: Plan.Pipeline, _ skip: String?, _ busyFolders: [String: Int]) -> Bool {
    guard skip == nil, let folder = pipeline.workspace.hostPath else { return true }
    return busyFolders[folder] == nil
  }

  private func execute(
    _ pipeline: Plan.Pipeline, at index: Int, skippedBecause skip: String?
  ) async -> PipelineOutcome {
    if let reason = skip ?? context.cancellation.reason?.text {
      context.queue.post(.pipelineSkipped(name: pipeline.name, reason: reason))
      return PipelineOutcome(name: pipeline.name, status: .skipped, message: reason)
    }
    let isAlone = plan.pipelines.count { $0.decision != .skip } == 1
    let identifier = isAlone ? context.run : "\(context.run)-\(index + 1)"
    let backends = HarnessBackends(backendFor(pipeline), machine: context.options.harness.machine)
    if let runner = HarnessRunner(pipeline: pipeline, identifier: identifier, backends: backends, context: context) {
      return await runner.execute()
    }
    if let runner = DeploymentRunner(
      pipeline: pipeline, identifier: identifier, backend: backendFor(pipeline), context: context)
    {
      return await runner.execute()
    }
    let runner = PipelineRunner(
      pipeline: pipeline, identifier: identifier, backend: backendFor(pipeline), context: context)
    return await runner.execute()
  }

  /// Only a pipeline that has waited for others looks at how they, and all others so far, have ended.
  private func reasonToSkip(_ pipeline: Plan.Pipeline) -> String? {
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
