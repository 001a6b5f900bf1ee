import IR
import Planner
import PluginHost
import Synchronization

/// Something that happened, told by one task to another.
final class Flag: Sendable {
  private let state = Mutex(false)

  var isRaised: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}

/// Runs single stages.
extension DeploymentRunner {
  /// How a stage ended, and whether that was because its time was over.
  struct End: Sendable {
    var status: StageStatus
    var isTimeout = false
  }

  /// Runs a stage to its end, within its time and that of the deployment.
  func perform(_ stage: DeploymentStage, _ settled: SettledDeployment, deadline: Int64) async -> End {
    state.withLock { $0.last = stage.id }
    let start = began(stage)
    let left = max(0, deadline - start)
    let limit = min(stage.timeout ?? left, left)
    let isLate = Flag()
    let clock = clock
    var end = await interruptible {
      let work = Task { await self.execute(stage, settled, isRollback: false) }
      let timer = Task {
        do { try await clock.sleep(.milliseconds(limit)) } catch { return }
        isLate.raise()
        work.cancel()
      }
      let end = await withTaskCancellationHandler(operation: { await work.value }, onCancel: { work.cancel() })
      timer.cancel()
      return end
    }
    let wasLate = isLate.isRaised && end.status == .cancelled && cancellation.reason == nil
    // piped means to call that a failure, and calls it cancelled by nobody.
    if wasLate { end = StageEnd(.failure, "it took longer than \(Elapsed.text(milliseconds: limit))") }
    ended(stage, end, since: start)
    return End(status: end.status, isTimeout: wasLate)
  }

  /// Runs a stage that undoes others: nothing stops it, and how it ends changes nothing.
  func rollBack(_ stage: DeploymentStage, _ settled: SettledDeployment) async {
    if let reason = stage.skipReason { return skip(stage, .excluded(reason)) }
    if let base = stage.base, !state.withLock({ $0.started.contains(base) }) {
      return skip(stage, .excluded("\(base) was not started"))
    }
    let start = began(stage)
    ended(stage, await execute(stage, settled, isRollback: true), since: start)
  }

  private func began(_ stage: DeploymentStage) -> Int64 {
    state.withLock { _ = $0.started.insert(stage.id) }
    // A script has begun when its container has.
    if case .script = stage.work { return clock.elapsed() }
    context.queue.post(.stepStarted(summary(of: stage)))
    return clock.elapsed()
  }

  private func ended(_ stage: DeploymentStage, _ end: StageEnd, since start: Int64) {
    var end = end
    end.message = end.message.map { masks.mask($0) }
    let summary = summary(of: stage)
    let milliseconds = clock.elapsed() - start
    record(summary, end, milliseconds: milliseconds)
    context.queue.post(.stepEnded(summary, .stage(end), milliseconds: milliseconds))
  }

  private func execute(_ stage: DeploymentStage, _ settled: SettledDeployment, isRollback: Bool) async -> StageEnd {
    switch stage.work {
    case .wait(let milliseconds): return await wait(milliseconds, stage)
    case .approval(let approval): return await approve(stage, approval)
    case .analysis(let analysis): return await analyse(stage, analysis)
    case .script(let script): return await run(script, of: stage, settled, isRollback: isRollback)
    case .plugin(let plugin, let built): return await run(stage, built, by: plugin, settled, isRollback: isRollback)
    case .stub(let succeeds):
      return succeeds
        ? StageEnd(.success, "taken to succeed (--stub)") : StageEnd(.failure, "it is taken to fail (--stub)")
    case .nothing: return StageEnd(.success, "what it would undo was only taken to be done")
    case .refused(let why): return StageEnd(.failure, why)
    }
  }

  private func wait(_ milliseconds: Int64, _ stage: DeploymentStage) async -> StageEnd {
    // The plugin refuses what piped of the first generation takes for the default.
    guard milliseconds > 0 else { return StageEnd(.failure, "duration must be greater than 0") }
    await say("waiting for \(Elapsed.text(milliseconds: milliseconds))", stage)
    do { try await clock.sleep(.milliseconds(milliseconds)) } catch { return StageEnd(.cancelled) }
    return StageEnd(.success)
  }

  /// Writes a line into the output of a stage.
  func say(_ text: String, _ stage: DeploymentStage) async {
    await context.queue.post([OutputLine(Array(masks.mask(text).utf8))], of: summary(of: stage))
  }
}
