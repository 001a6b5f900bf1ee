import Planner
import Synchronization

/// What all pipelines of one run share.
final class RunContext: Sendable {
  let run: String
  let options: RunOptions
  let queue: EventQueue
  let slots: JobSlots
  let secrets: SecretProvider
  let cancellation: Cancellation
  private let failed = Mutex<[String]>([])

  init(run: String, options: RunOptions, queue: EventQueue, secrets: SecretProvider, cancellation: Cancellation) {
    self.run = run
    self.options = options
    self.queue = queue
    self.slots = JobSlots(limit: options.jobs)
    self.secrets = secrets
    self.cancellation = cancellation
  }

  /// Names of pipelines that ended badly, in the order in which they did.
  var failedPipelines: [String] { failed.withLock { $0 } }

  func pipelineEnded(_ outcome: PipelineOutcome) {
    if outcome.status.isBad { failed.withLock { $0.append(outcome.name) } }
  }
}
