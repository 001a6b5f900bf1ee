import Planner

/// Runs every pipeline that the plan decided to run, in their order and as parallel as it allows, and tells `readers`
/// what happens. Returns when everything has been tidied up and the readers know all; never throws: what goes wrong is
/// in the outcome.
///
///     let outcome = await Interpreter.run(plan: plan, backend: DockerBackend(…), secrets: secrets, readers: [console])
///     exit(outcome.exitStatus)
///
/// The caller sees to it that SIGPIPE is ignored, and turns signals into `cancellation.cancel(.interrupted(signal:))`.
public func run(
  plan: Plan, options: RunOptions = RunOptions(), backend: any Backend, secrets: SecretProvider = SecretProvider(),
  readers: [any EventReader], cancellation: Cancellation = Cancellation()
) async -> RunOutcome {
  await run(
    plan: plan, options: options, backendFor: { _ in backend }, secrets: secrets, readers: readers,
    cancellation: cancellation)
}

/// The same with a backend for each pipeline, since one file may mix containers and the host.
public func run(
  plan: Plan, options: RunOptions = RunOptions(), backendFor: @escaping @Sendable (Plan.Pipeline) -> any Backend,
  secrets: SecretProvider = SecretProvider(), readers: [any EventReader], cancellation: Cancellation = Cancellation()
) async -> RunOutcome {
  let start = options.clock.elapsed()
  let name = options.run ?? RunIdentifier.make(milliseconds: options.clock.now())
  let queue = EventQueue(readers: readers, clock: options.clock)
  // Whoever stops a run wants it to end, even if nobody reads what it still says.
  let releasing = cancellation.onCancel { _ in queue.release() }
  defer { releasing.remove() }
  let context = RunContext(run: name, options: options, queue: queue, secrets: secrets, cancellation: cancellation)
  let summaries = plan.pipelines.map { pipeline in
    pipeline.summary(backend: pipeline.decision == .skip ? nil : backendFor(pipeline).name)
  }
  queue.post(.runStarted(run: name, pipelines: summaries))
  noteWhatCannotResume(plan, context)
  let pipelines = await PipelineOrder(plan: plan, context: context, backendFor: backendFor).execute()
  var status = pipelines.first { $0.status.isBad }?.status ?? .success
  if cancellation.reason != nil, !status.isBad { status = .killed }
  var outcome = RunOutcome(
    run: name, status: status, pipelines: pipelines, stopReason: cancellation.reason,
    milliseconds: options.clock.elapsed() - start)
  queue.post(.runEnded(outcome))
  await queue.finish()
  // The last words may have been the ones that could not be written.
  switch cancellation.reason {
  case .outputClosed, .outputFailed: outcome.stopReason = outcome.stopReason ?? cancellation.reason
  case .interrupted, .timedOut, .failedFast, nil: break
  }
  return outcome
}

private func noteWhatCannotResume(_ plan: Plan, _ context: RunContext) {
  guard context.options.resume != nil else { return }
  for pipeline in plan.pipelines where pipeline.decision != .skip && pipeline.workspace.hostPath == nil {
    let text = "\(pipeline.name) runs from its beginning: its workspace is not a folder of the host, so nothing is left"
    context.queue.post(.notice(pipeline: pipeline.name, text: text))
  }
}
