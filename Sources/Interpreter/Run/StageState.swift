import Planner

/// What Drone's runner knows of a pipeline while it runs, and every rule by which steps run, are skipped or end it.
///
/// It is a plain value: the scheduler asks it when a step becomes runnable and tells it what happened.
struct StageState: Sendable {
  struct Entry: Sendable {
    var name: String
    var runPolicy: Plan.RunPolicy
    var failurePolicy: Plan.FailurePolicy
    var status = StepStatus.pending
    var exitCode: Int32 = 0
    var message: String?
    var skipReason: SkipReason?
  }

  /// Whether a step runs now.
  enum Verdict: Hashable, Sendable {
    case run
    case skip(SkipReason)
  }

  private(set) var entries: [Entry]
  private(set) var stopReason: StopReason?
  private var earlyEnd: String?
  /// Whether what runs the steps went away while they ran.
  var hasLostBackend = false

  init(steps: [Plan.Step]) {
    entries = steps.map { step in
      let policy = step.decision == .skip ? .never : step.runPolicy
      var entry = Entry(name: step.name, runPolicy: policy, failurePolicy: step.failurePolicy)
      if policy == .never { entry.skipReason = .excluded(step.reason.text) }
      return entry
    }
  }

  /// The first step that makes the pipeline fail: any error, any failure that is not ignored. Not only among needs.
  var culprit: Entry? { entries.first(where: Self.isBad) }

  /// Names of all steps that make the pipeline fail, in order.
  var failedNames: [String] { entries.filter(Self.isBad).map(\.name) }

  var isFailing: Bool { stopReason != nil || culprit != nil }

  /// Called when everything the step needs has completed, in whatever way. `run` means that it is running from now on.
  mutating func begin(_ index: Int) -> Verdict {
    let entry = entries[index]
    if let reason = entry.skipReason, entry.runPolicy == .never { return .skip(reason) }
    if let stopReason { return skip(index, .stopped(stopReason)) }
    switch entry.runPolicy {
    case .onSuccess where isFailing: return skip(index, .afterFailure(of: culprit?.name ?? ""))
    case .onFailure where !isFailing: return skip(index, .nothingFailed)
    // A step that was skipped by an early end runs nevertheless if it always runs; it stays reported as skipped.
    case .always: break
    case .onSuccess, .onFailure, .never:
      if entry.status != .pending { return .skip(entry.skipReason ?? .endedEarly(by: earlyEnd ?? "")) }
    }
    if entries[index].status == .pending { entries[index].status = .running }
    return .run
  }

  /// Called when a step that was not detached has ended. The result tells whether everything else is to be stopped.
  mutating func end(_ index: Int, _ result: StepResult) -> StopReason? {
    let entry = entries[index]
    if entry.status == .running { record(result, at: index) }
    guard stopReason == nil else { return nil }
    if result == .failure(code: 78) {
      earlyEnd = entry.name
      for other in entries.indices where entries[other].status == .pending && entries[other].runPolicy != .never {
        _ = skip(other, .endedEarly(by: entry.name))
      }
    }
    if entry.failurePolicy == .failFast {
      switch result {
      case .failure, .outOfMemory: return .failedFast(step: entry.name)
      case .success, .error, .killed, .harness, .stage: return nil
      }
    }
    return nil
  }

  /// Marks a step as done without running: it succeeded in the run that is resumed.
  mutating func resume(_ index: Int, run: String) {
    entries[index].status = .success
    entries[index].skipReason = .resumed(run: run)
  }

  /// Everything stops: what runs counts as killed from now on, what has not begun is skipped.
  mutating func stop(_ reason: StopReason) {
    guard stopReason == nil else { return }
    stopReason = reason
    for index in entries.indices where entries[index].runPolicy != .never {
      if entries[index].status == .running { record(.killed, at: index) }
      if entries[index].status == .pending { _ = skip(index, .stopped(reason)) }
    }
  }

  /// The pipeline could not begin, or its order makes no sense: nothing runs.
  mutating func skipAll(_ reason: SkipReason) {
    for index in entries.indices where entries[index].status == .pending && entries[index].runPolicy != .never {
      _ = skip(index, reason)
    }
  }

  /// The status of the pipeline: the first step that was killed, had an error or failed decides. Detached steps that
  /// still run count as successes.
  mutating func conclude() -> (status: PipelineStatus, exitCode: Int32, message: String?) {
    for index in entries.indices where entries[index].status == .running { entries[index].status = .success }
    for entry in entries {
      switch entry.status {
      case .killed: return (.killed, 137, stopReason?.text)
      case .error: return (.error, 255, entry.message)
      case .failure where entry.failurePolicy != .ignore: return (.failure, 0, nil)
      default: break
      }
    }
    if let stopReason { return (.killed, 0, stopReason.text) }
    return (.success, 0, nil)
  }

  private mutating func skip(_ index: Int, _ reason: SkipReason) -> Verdict {
    if entries[index].status == .pending {
      entries[index].status = .skipped
      entries[index].skipReason = reason
    }
    return .skip(entries[index].skipReason ?? reason)
  }

  private mutating func record(_ result: StepResult, at index: Int) {
    switch result {
    case .success, .failure(code: 0), .failure(code: 78): entries[index].status = .success
    case .failure, .outOfMemory: entries[index].status = .failure
    case .error(let message):
      entries[index].status = .error
      entries[index].message = message
    case .killed: entries[index].status = .killed
    case .harness(let result): entries[index].status = result.isPositive ? .success : .failure
    case .stage(let end): entries[index].status = end.status.stepStatus
    }
    if case .outOfMemory = result { entries[index].message = "out of memory" }
    entries[index].exitCode = result.exitCode
  }

  private static func isBad(_ entry: Entry) -> Bool {
    switch entry.status {
    case .error, .killed: true
    case .failure: entry.failurePolicy != .ignore
    case .pending, .running, .success, .skipped: false
    }
  }
}
