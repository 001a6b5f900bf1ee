import Planner
import PluginHost
import Synchronization

/// Stages that a plugin of PipeCD runs.
extension DeploymentRunner {
  func run(
    _ stage: DeploymentStage, _ built: PluginAPI.PipelineStage, by plugin: HostedPlugin,
    _ settled: SettledDeployment, isRollback: Bool
  ) async -> StageEnd {
    var input = PluginAPI.ExecutePluginInput()
    let now = clock.now() / 1000
    var message = stage.message(at: now, isRollback: isRollback)
    message.status = .running
    // Who undoes others comes after the last of them.
    if isRollback, let last = state.withLock({ $0.last }) { message.requires = [last] }
    input.stage = message
    input.stageConfig = Array(stage.configuration.utf8)
    input.deployment = messages.message(
      summary: settled.summary, strategy: settled.strategy, versions: settled.versions,
      status: isRollback ? .rollingBack : .running, stages: settled.messages(at: now))
    do throws(BackendError) {
      input.targetDeploymentSource = messages.source(
        try await copies.target(), commit: deployment.application.commit)
      if let running = try await copies.running() {
        input.runningDeploymentSource = messages.source(running, commit: options.files.running ?? "")
      }
    } catch {
      return failed(error)
    }
    let work = Task { [input] in await plugin.execute(input) { await self.show($0.log, of: stage) } }
    let wasCancelled = Flag()
    let forwarding = settled.host.map { host in
      Task {
        guard await self.forwardCommands(of: stage, built, to: host) == .cancel else { return }
        wasCancelled.raise()
        work.cancel()
      }
    }
    let result = await withTaskCancellationHandler(operation: { await work.value }, onCancel: { work.cancel() })
    forwarding?.cancel()
    await forwarding?.value
    for line in result.output { await say("\(plugin.name): \(line)", stage) }
    switch result.status {
    case .success: return StageEnd(.success, display(stage, settled))
    case .skipped: return StageEnd(.skipped, result.reason ?? display(stage, settled))
    case .exited: return StageEnd(.exited, result.reason)
    case .cancelled: return StageEnd(.cancelled, wasCancelled.isRaised ? "cancelled at the terminal" : nil)
    default: return StageEnd(.failure, result.reason ?? "\(plugin.name) says that it failed")
    }
  }

  /// What the plugin wants to be shown beside its stage.
  private func display(_ stage: DeploymentStage, _ settled: SettledDeployment) -> String? {
    guard let host = settled.host else { return nil }
    let metadata = host.stageMetadata(deployment: identifier, stage: stage.id)
    return metadata["pipecd/stage-display-metadata"]
  }

  /// Pieces of a log are no lines; each begins one and may have many.
  private func show(_ block: String, of stage: DeploymentStage) async {
    var splitter = LineSplitter()
    var lines: [OutputLine] = []
    splitter.feed(Array(masks.mask(block).utf8), into: &lines)
    splitter.finish(into: &lines)
    await context.queue.post(lines, of: summary(of: stage))
  }
}
