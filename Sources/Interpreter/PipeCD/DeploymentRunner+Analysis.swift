import Planner

/// Stages that judge the new version by queries.
extension DeploymentRunner {
  func analyse(_ stage: DeploymentStage, _ analysis: PlannedAnalysis) async -> StageEnd {
    // Without checks there is nothing that could fail, and nobody waits.
    guard !analysis.checks.isEmpty else { return StageEnd(.success, "there is nothing to check") }
    let executor = AnalysisExecutor(providers: options.providers, transport: options.transport, clock: clock)
    let (queue, masks, summary) = (context.queue, masks, summary(of: stage))
    let outcome = await executor.run(analysis, previous: options.record?.startTime) { line in
      await queue.post([OutputLine(Array(masks.mask(line.text).utf8))], of: summary)
    }
    switch outcome.status {
    case .success:
      options.record?.keep(outcome.startTime)
      return StageEnd(.success)
    case .failure: return StageEnd(.failure, outcome.message)
    case .cancelled: return StageEnd(.cancelled)
    }
  }
}
