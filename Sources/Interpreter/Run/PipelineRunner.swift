import Planner
import Synchronization

/// Runs one pipeline of a plan: prepares the backend, walks the graph of steps, tidies up in any case.
final class PipelineRunner: Sendable {
  let pipeline: Plan.Pipeline
  let backend: any Backend
  let context: RunContext
  let run: BackendRun
  let summaries: [StepSummary]
  let state: Mutex<StageState>
  /// For each step that started how long it took, or nil while it runs.
  let durations: Mutex<[Int: Int64]>
  let cancellation = Cancellation()
  let masks: MaskSource
  let secrets: [String: String]

  init(pipeline: Plan.Pipeline, identifier: String, backend: any Backend, context: RunContext) {
    self.pipeline = pipeline
    self.backend = backend
    self.context = context
    let labels = [
      (name: "io.pipec.run", value: identifier), (name: "io.pipec.invocation", value: context.run),
      (name: "io.pipec.pipeline", value: pipeline.name),
    ]
    run = BackendRun(id: identifier, pipeline: pipeline, labels: labels)
    summaries = pipeline.summary(backend: backend.name).steps
    state = Mutex(StageState(steps: pipeline.steps))
    durations = Mutex([:])
    let names = pipeline.secretNames
    secrets = names.environment.reduce(into: [:]) { $0[$1] = context.secrets.value(of: $1) ?? "" }
    masks = MaskSource(secrets: names.environment.compactMap { [secrets] in secrets[$0] })
  }

  /// Runs everything; never throws, and returns only when nothing of the pipeline is left.
  func execute() async -> PipelineOutcome {
    let start = context.options.clock.elapsed()
    context.queue.post(.pipelineStarted(pipeline.summary(backend: backend.name)))
    // Being stopped cancels this task, so that a backend at work for long, pulling an image perhaps, lets go.
    let work = Task { await self.prepareAndWalk() }
    let stopping = cancellation.onCancel { reason in
      self.state.withLock { $0.stop(reason) }
      work.cancel()
    }
    let following = context.cancellation.onCancel { self.cancellation.cancel($0) }
    let timer = startTimer()
    let problem = await work.value
    timer?.cancel()
    following.remove()
    stopping.remove()
    // Tidying up outlives cancellation: a new task does not inherit it.
    await Task { await self.backend.cleanUp(self.run) }.value
    return conclude(problem, milliseconds: context.options.clock.elapsed() - start)
  }

  private func startTimer() -> Task<Void, Never>? {
    guard let timeout = context.options.timeout else { return nil }
    let clock = context.options.clock
    let cancellation = cancellation
    return Task {
      do { try await clock.sleep(timeout) } catch { return }
      cancellation.cancel(.timedOut(seconds: timeout.components.seconds))
    }
  }

  /// What kept the pipeline from running at all, if anything did.
  private struct Problem {
    var message: String
    var worldFailed = false
  }

  private func prepareAndWalk() async -> Problem? {
    let graph = Graph(names: pipeline.steps.map(\.id), needs: pipeline.steps.map(\.needs))
    if let problem = graph.problem {
      skipRest(.notPrepared)
      return Problem(message: problem)
    }
    do throws(BackendError) {
      try await backend.prepare(run)
    } catch {
      skipRest(.notPrepared)
      if error == .cancelled || cancellation.reason != nil { return nil }
      if case .unreachable(let message) = error { return Problem(message: message, worldFailed: true) }
      return Problem(message: error.message)
    }
    let finished = context.options.resume.map { resume in
      let finished = resume.finished(in: pipeline)
      state.withLock { state in for index in finished { state.resume(index, run: resume.run) } }
      return finished
    }
    await walk(graph, finished: finished ?? [])
    return nil
  }

  private func conclude(_ problem: Problem?, milliseconds: Int64) -> PipelineOutcome {
    var (status, exitCode, message) = state.withLock { $0.conclude() }
    if let problem, cancellation.reason == nil { (status, exitCode, message) = (.error, 255, problem.message) }
    let (entries, hasLostBackend) = state.withLock { ($0.entries, $0.hasLostBackend) }
    let durations = durations.withLock { $0 }
    let steps: [StepOutcome] = entries.indices.compactMap { index in
      let entry = entries[index]
      guard entry.runPolicy != .never else { return nil }
      return StepOutcome(
        step: summaries[index], status: entry.status, exitCode: entry.exitCode,
        message: entry.skipReason?.text ?? entry.message,
        isIgnored: entry.failurePolicy == .ignore, milliseconds: durations[index])
    }
    let outcome = PipelineOutcome(
      name: pipeline.name, status: status, exitCode: exitCode, message: message,
      worldFailed: (problem?.worldFailed == true || hasLostBackend) && cancellation.reason == nil, steps: steps,
      milliseconds: milliseconds)
    context.pipelineEnded(outcome)
    context.queue.post(.pipelineEnded(outcome))
    return outcome
  }

  private func skipRest(_ reason: SkipReason) {
    state.withLock { $0.skipAll(reason) }
    for (summary, entry) in zip(summaries, state.withLock { $0.entries }) where entry.runPolicy != .never {
      context.queue.post(.stepSkipped(summary, entry.skipReason ?? reason))
    }
  }
}

extension Plan.Pipeline {
  /// The pipeline as readers of events see it.
  func summary(backend: String? = nil) -> PipelineSummary {
    let steps = steps.map { step in
      var summary = StepSummary(
        pipeline: name, id: step.id, name: pipecd?.title(ofStep: step) ?? step.name, image: step.image,
        isDetached: step.isDetached || step.role == .service)
      if harness != nil { summary.stage = step.stage }
      return summary
    }
    return PipelineSummary(name: name, type: type, backend: backend, steps: steps)
  }

  /// Names of all secrets that steps get, and of those that hold registry credentials; each once, in order.
  var secretNames: (environment: [String], registries: [String]) {
    var environment: [String] = []
    var registries: [String] = []
    var seen: Set<String> = []
    for step in steps where step.decision != .skip {
      for name in step.secretNames where seen.insert(name).inserted { environment.append(name) }
      for name in step.registryCredentialSecrets where !registries.contains(name) { registries.append(name) }
    }
    return (environment, registries)
  }
}
