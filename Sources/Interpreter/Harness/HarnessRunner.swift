import Planner
import Synchronization

/// Runs one Harness pipeline: walks the tree of its plan and settles what the plan left open when its time has come.
final class HarnessRunner: Sendable {
  let pipeline: Plan.Pipeline
  let identifier: String
  let context: RunContext
  /// Where containers run, and where steps without an image do.
  let backends: HarnessBackends
  let memory: Mutex<HarnessMemory>
  let masks: MaskSource
  let scopes: HarnessScopes
  let barriers: HarnessBarriers
  let cancellation = Cancellation()

  var options: HarnessRunOptions { context.options.harness }
  var clock: RunClock { context.options.clock }

  /// nil for a pipeline that is none of Harness's.
  init?(pipeline: Plan.Pipeline, identifier: String, backends: HarnessBackends, context: RunContext) {
    guard let settler = HarnessSettler(pipeline) else { return nil }
    self.pipeline = pipeline
    self.identifier = identifier
    self.context = context
    self.backends = backends
    memory = Mutex(HarnessMemory(settler, run: context.run, at: context.options.clock.now()))
    let names = Plan(pipelines: [pipeline]).secretNames
    masks = MaskSource(
      secrets: names.compactMap { context.secrets.value(of: $0) }, replacement: MaskSource.harnessReplacement)
    scopes = HarnessScopes()
    barriers = HarnessBarriers()
  }

  /// Runs everything; never throws, and returns only when nothing of the pipeline is left.
  func execute() async -> PipelineOutcome {
    let start = clock.elapsed()
    context.queue.post(.pipelineStarted(pipeline.summary(backend: backends.container.name)))
    let work = Task { await self.runPipeline() }
    let stopping = cancellation.onCancel { _ in work.cancel() }
    let following = context.cancellation.onCancel { self.cancellation.cancel($0) }
    let status = await work.value
    following.remove()
    stopping.remove()
    // Tidying up outlives cancellation: a new task does not inherit it.
    await Task { await self.closeAllScopes() }.value
    return conclude(status, milliseconds: clock.elapsed() - start)
  }

  private func runPipeline() async -> HarnessStatus {
    began(0)
    barriers.declare(memory.withLock { $0.plan })
    let visit = await limited(to: pipelineTimeout, at: 0) { () async -> HarnessVisit in
      var visit = await self.visit(0)
      if visit.turn == .rollbackPipeline {
        await self.rollBack(self.stagesToRollBack())
        visit.status = .failed
      }
      return visit
    }
    var status = visit.status ?? .succeeded
    if let stop = stop(of: 0) { status = stop.status }
    ended(0, status, nil)
    return status
  }

  /// The limit that `--timeout` gives, or that of the file.
  private var pipelineTimeout: Int64? {
    let given = context.options.timeout.map { $0.components.seconds * 1000 }
    guard let own = timeout(of: 0) else { return given }
    return given.map { min($0, own) } ?? own
  }

  /// Stages that ran before the one that failed, the last one first.
  private func stagesToRollBack() -> [Int] {
    memory.withLock { memory in
      memory.plan.nodes.filter { node in
        guard node.kind == .stage, memory.state.nodes[node.path]?.status.isPositive == true else { return false }
        return memory.state.nodes[node.path]?.status != .skipped
      }.map(\.index).sorted {
        (memory.beginnings[$0] ?? 0, $0) > (memory.beginnings[$1] ?? 0, $1)
      }
    }
  }

  private func conclude(_ status: HarnessStatus, milliseconds: Int64) -> PipelineOutcome {
    let (steps, hasLostBackend, reports) = memory.withLock { ($0.outcomes, $0.hasLostBackend, $0.reports) }
    if let text = reports.summary { context.queue.post(.notice(pipeline: pipeline.name, text: text)) }
    var outcome = PipelineOutcome(
      name: pipeline.name, status: status.pipelineStatus, exitCode: status.isPositive ? 0 : 1,
      worldFailed: hasLostBackend && cancellation.reason == nil, steps: steps, milliseconds: milliseconds)
    outcome.word = status.rawValue
    outcome.message = cancellation.reason?.text ?? expiry(of: status)
    context.pipelineEnded(outcome)
    context.queue.post(.pipelineEnded(outcome))
    return outcome
  }

  private func expiry(of status: HarnessStatus) -> String? {
    guard status == .expired, case .expired(let milliseconds) = stop(of: 0) else { return nil }
    return "it took longer than \(Elapsed.text(milliseconds: milliseconds))"
  }
}

extension HarnessStatus {
  /// The same in the words that all dialects share.
  var pipelineStatus: PipelineStatus {
    switch self {
    case .succeeded, .skipped, .suspended, .ignoreFailed: .success
    case .aborted: .killed
    case .errored: .error
    default: .failure
    }
  }

  /// The same as the state of a step.
  var stepStatus: StepStatus {
    switch self {
    case .succeeded, .suspended: .success
    case .ignoreFailed: .failure
    case .skipped: .skipped
    case .aborted: .killed
    case .errored: .error
    case .running: .running
    default: .failure
    }
  }
}

/// Where the steps of a Harness pipeline run.
struct HarnessBackends: Sendable {
  /// Runs images.
  var container: any Backend
  /// Runs what has no image.
  var machine: any Backend

  /// - Parameter machine: nil: one backend for both.
  init(_ container: any Backend, machine: (any Backend)?) {
    self.container = container
    self.machine = machine.flatMap { $0.name == container.name ? nil : $0 } ?? container
  }
}
