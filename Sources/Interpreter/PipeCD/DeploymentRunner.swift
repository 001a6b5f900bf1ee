import IR
import Planner
import PluginHost
import Synchronization

/// Runs a PipeCD deployment as piped does: one stage after the other, and what rolls them back where one fails.
///
/// Stages that wait, ask, query or run a script are done here; all others by the plugins of PipeCD that are hosted.
final class DeploymentRunner: Sendable {
  struct State {
    /// Stops what is going on; nil: nothing that could be stopped.
    var interrupt: (@Sendable () -> Void)?
    /// Whether the plugins run: from then on single stages are stopped, not the whole.
    var hasBegun = false
    var outcomes: [StepOutcome] = []
    /// Identifiers of the stages that have begun.
    var started: Set<String> = []
    /// The stage that began last, without those that roll back.
    var last: String?
    var hasLostWorld = false
  }

  let pipeline: Plan.Pipeline
  let deployment: DeploymentPlan
  let identifier: String
  let context: RunContext
  let backend: any Backend
  let masks: MaskSource
  let copies: DeploymentCopies
  let messages: DeploymentMessages
  let state = Mutex(State())
  let cancellation = Cancellation()

  var options: PipeCDRunOptions { context.options.pipecd }
  var clock: RunClock { context.options.clock }

  /// nil for a pipeline that is no deployment.
  init?(pipeline: Plan.Pipeline, identifier: String, backend: any Backend, context: RunContext) {
    guard let deployment = pipeline.pipecd else { return nil }
    self.pipeline = pipeline
    self.deployment = deployment
    self.identifier = identifier
    self.context = context
    self.backend = backend
    masks = MaskSource(secrets: [])
    let name = pipeline.name
    let queue = context.queue
    copies = DeploymentCopies(
      context.options.pipecd.files, context.options.pipecd.rendering, identifier: identifier, secrets: context.secrets,
      masks: masks
    ) { queue.post(.notice(pipeline: name, text: $0)) }
    messages = DeploymentMessages(
      deployment: deployment, options: context.options.pipecd, identifier: identifier,
      time: context.options.clock.now() / 1000)
  }

  /// How a deployment ended, and why.
  struct Verdict: Sendable {
    var status: DeploymentStatus
    var message: String?
  }

  /// Runs everything; never throws, and returns only when nothing of the deployment is left.
  func execute() async -> PipelineOutcome {
    let start = clock.elapsed()
    context.queue.post(.pipelineStarted(pipeline.summary(backend: backend.name)))
    let work = Task { await self.perform(start: start) }
    // What runs is stopped, not the whole: what rolls it back comes after.
    state.withLock { if !$0.hasBegun { $0.interrupt = { work.cancel() } } }
    let stopping = cancellation.onCancel { _ in self.state.withLock { $0.interrupt }?() }
    let following = context.cancellation.onCancel { self.cancellation.cancel($0) }
    let verdict = await work.value
    following.remove()
    stopping.remove()
    await Task { await self.copies.remove() }.value
    return conclude(verdict, milliseconds: clock.elapsed() - start)
  }

  private func perform(start: Int64) async -> Verdict {
    guard !options.plugins.isEmpty, var hosting = options.hosting else { return await deploy(nil, start: start) }
    hosting.onNotice = { [self] in note($0) }
    do throws(PluginFailure) {
      return try await PluginHost.run(options.plugins, hosting) { [self] host in await self.deploy(host, start: start) }
    } catch {
      if cancellation.reason != nil { return cancelled() }
      state.withLock { $0.hasLostWorld = true }
      // One line is in the message.
      if error.output.count > 1 { for line in error.output { note(line) } }
      return Verdict(status: .failure, message: masks.mask(error.message))
    }
  }

  /// Plans what only the plugins know, runs the stages, and rolls back.
  private func deploy(_ host: PluginHost?, start: Int64) async -> Verdict {
    state.withLock { state in
      state.hasBegun = true
      state.interrupt = nil
    }
    let settling = await interruptible { await self.settle(host) }
    let stages: SettledDeployment
    switch settling {
    case .failure(let problem):
      if cancellation.reason != nil { return cancelled() }
      return Verdict(status: .failure, message: masks.mask(problem.message))
    case .success(let settled): stages = settled
    }
    let deadline = start + stages.timeout
    let verdict = await run(stages, deadline: deadline)
    switch verdict.status {
    case .success:
      for block in deployment.chain { note("its chain is not followed here: next would be \(block.text)") }
    case .failure, .cancelled:
      guard !stages.rollback.isEmpty, !state.withLock({ $0.started.isEmpty }) else { break }
      context.queue.post(.notice(pipeline: pipeline.name, text: "rolling back the deployment"))
      for stage in stages.rollback { await rollBack(stage, stages) }
    }
    return verdict
  }

  private func run(_ settled: SettledDeployment, deadline: Int64) async -> Verdict {
    var verdict: Verdict?
    var skipReason = SkipReason.notPrepared
    for stage in settled.stages {
      if verdict == nil, let reason = cancellation.reason {
        verdict = cancelled()
        skipReason = .stopped(reason)
      }
      if verdict != nil {
        skip(stage, skipReason)
        continue
      }
      if let reason = stage.skipReason {
        skip(stage, .excluded(reason))
        continue
      }
      if stage.isDeferred {
        note("\(stage.title) runs, since no --changed says which files differ")
      }
      let end = await perform(stage, settled, deadline: deadline)
      switch end.status {
      case .success, .skipped: continue
      case .exited:
        verdict = Verdict(status: .success, message: nil)
        skipReason = .excluded("\(stage.title) ended the deployment early")
      case .failure:
        let isLate = end.isTimeout
        let text = isLate ? "Timed out while executing stage \(stage.id)" : "Failed while executing stage \(stage.id)"
        verdict = Verdict(status: .failure, message: text)
        skipReason = .afterFailure(of: stage.title)
      case .cancelled:
        let by = options.person.isEmpty ? "" : " by \(options.person)"
        verdict = Verdict(status: .cancelled, message: "Cancelled\(by) while executing stage \(stage.id)")
        skipReason = cancellation.reason.map { .stopped($0) } ?? .excluded("the deployment was cancelled")
      }
    }
    return verdict ?? Verdict(status: .success, message: nil)
  }

  private func cancelled() -> Verdict { Verdict(status: .cancelled, message: cancellation.reason?.text) }

  private func conclude(_ verdict: Verdict, milliseconds: Int64) -> PipelineOutcome {
    let (steps, hasLostWorld) = state.withLock { ($0.outcomes, $0.hasLostWorld) }
    var outcome = PipelineOutcome(
      name: pipeline.name, status: hasLostWorld ? .error : verdict.status.pipelineStatus,
      exitCode: verdict.status == .success ? 0 : 1, message: verdict.message, worldFailed: hasLostWorld, steps: steps,
      milliseconds: milliseconds)
    outcome.deploymentStatus = verdict.status
    context.pipelineEnded(outcome)
    context.queue.post(.pipelineEnded(outcome))
    return outcome
  }

  // MARK: Stopping

  /// Runs `body` so that cancelling the deployment cancels it, and nothing else.
  func interruptible<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
    let work = Task { await body() }
    state.withLock { $0.interrupt = { work.cancel() } }
    if cancellation.reason != nil { work.cancel() }
    let result = await work.value
    state.withLock { $0.interrupt = nil }
    return result
  }

  // MARK: Words

  func note(_ text: String) {
    context.queue.post(.notice(pipeline: pipeline.name, text: masks.mask(text)))
  }

  /// The stage as readers of events see it.
  func summary(of stage: DeploymentStage) -> StepSummary {
    var image: String?
    if case .script = stage.work, backend.name != "host" { image = options.image }
    return StepSummary(pipeline: pipeline.name, id: stage.id, name: stage.title, image: image)
  }

  func skip(_ stage: DeploymentStage, _ reason: SkipReason) {
    let summary = summary(of: stage)
    record(summary, StageEnd(.skipped, reason.text), milliseconds: nil)
    context.queue.post(.stepSkipped(summary, reason))
  }

  func record(_ summary: StepSummary, _ end: StageEnd, milliseconds: Int64?) {
    var outcome = StepOutcome(
      step: summary, status: end.status.stepStatus, exitCode: StepResult.stage(end).exitCode, message: end.message,
      milliseconds: milliseconds)
    outcome.stageStatus = end.status
    state.withLock { [outcome] in $0.outcomes.append(outcome) }
  }
}
