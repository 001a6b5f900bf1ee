import Planner
import PluginHost

/// Stages that judge the new version by queries.
extension DeploymentRunner {
  func analyse(_ stage: DeploymentStage, _ analysis: PlannedAnalysis) async -> StageEnd {
    if let name = options.skips[stage.id] { return StageEnd(.skipped, "skipped by \(name)") }
    // Without checks there is nothing that could fail, and nobody waits.
    guard !analysis.checks.isEmpty else { return StageEnd(.success, "there is nothing to check") }
    return await withTaskGroup(of: StageEnd?.self) { group in
      group.addTask { await self.perform(analysis, of: stage) }
      if options.prompter != nil { group.addTask { await self.askWhetherToSkip(stage) } }
      // The first word counts; who has nothing to say leaves it to the other.
      for await end in group {
        guard let end else { continue }
        group.cancelAll()
        await group.waitForAll()
        return end
      }
      return StageEnd(.cancelled)
    }
  }

  private func perform(_ analysis: PlannedAnalysis, of stage: DeploymentStage) async -> StageEnd {
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

  /// A person at the terminal may skip an analysis while it runs, as on the web page of PipeCD; nil: nobody does.
  private func askWhetherToSkip(_ stage: DeploymentStage) async -> StageEnd? {
    switch await askToSkip(stage) {
    case .skipped(let name): StageEnd(.skipped, "skipped by \(name)")
    case .cancelled: StageEnd(.cancelled, "cancelled at the terminal")
    case .nobody: nil
    }
  }

  /// What somebody says of an analysis that runs.
  enum SkipAnswer: Sendable {
    case skipped(String)
    /// Somebody wants the deployment to end.
    case cancelled
    /// The stage is over, or nobody answers any more.
    case nobody
  }

  /// Asks until somebody skips a stage, or it is over.
  func askToSkip(_ stage: DeploymentStage) async -> SkipAnswer {
    guard let prompter = options.prompter else { return .nobody }
    let (queue, summary) = (context.queue, summary(of: stage))
    var question = "skip \(stage.title) while it runs? [skip/cancel]"
    while true {
      queue.post(.asked(summary, question: masks.mask(question)))
      guard let line = await prompter.answer()?.trimmed else {
        queue.post(.answered(summary, text: Task.isCancelled ? "the stage is over" : "no answer"))
        return .nobody
      }
      switch line.lowercased() {
      case "skip", "s", "yes", "y":
        let name = options.person.isEmpty ? "somebody" : options.person
        queue.post(.answered(summary, text: "skipped by \(name)"))
        return .skipped(name)
      case "cancel", "c":
        queue.post(.answered(summary, text: "cancelled"))
        return .cancelled
      default:
        queue.post(.answered(summary, text: "that is neither skip nor cancel"))
        question = "skip or cancel?"
      }
    }
  }
}
