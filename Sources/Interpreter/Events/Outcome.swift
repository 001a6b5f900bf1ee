/// How a run ended.
public struct RunOutcome: Hashable, Sendable {
  /// The run's name.
  public var run: String
  /// The worst of its pipelines'.
  public var status: PipelineStatus
  /// In the order of the plan.
  public var pipelines: [PipelineOutcome]
  /// Why the whole run was stopped, if it was.
  public var stopReason: StopReason?
  /// How long it took.
  public var milliseconds: Int64

  public init(
    run: String, status: PipelineStatus, pipelines: [PipelineOutcome], stopReason: StopReason? = nil,
    milliseconds: Int64 = 0
  ) {
    self.run = run
    self.status = status
    self.pipelines = pipelines
    self.stopReason = stopReason
    self.milliseconds = milliseconds
  }

  /// The status with which the program ends: 0 success, 1 the pipeline failed, 3 the world failed, 128 + signal.
  public var exitStatus: Int32 {
    switch stopReason {
    case .interrupted(let signal): return 128 + signal
    case .outputClosed: return 128 + 13
    case .outputFailed: return 3
    default: break
    }
    if status == .success || status == .skipped { return 0 }
    return pipelines.contains(where: \.worldFailed) ? 3 : 1
  }
}

/// How one pipeline ended.
public struct PipelineOutcome: Hashable, Sendable {
  /// The pipeline's name.
  public var name: String
  /// How it ended.
  public var status: PipelineStatus
  /// The exit code that Drone reports of a stage: 0 also for one that failed, 255 for an error, 137 if killed.
  public var exitCode: Int32
  /// What went wrong, if the world did; or why the pipeline was skipped.
  public var message: String?
  /// Whether the pipeline could not run, or not to its end, because no engine answered.
  public var worldFailed: Bool
  /// In the order of the plan.
  public var steps: [StepOutcome]
  /// How long it took; 0 if it did not run.
  public var milliseconds: Int64
  /// Harness's word for how it ended; nil in other dialects.
  public var word: String?
  /// PipeCD's word for how it ended; nil in other dialects.
  public var deploymentStatus: DeploymentStatus?

  public init(
    name: String, status: PipelineStatus, exitCode: Int32 = 0, message: String? = nil, worldFailed: Bool = false,
    steps: [StepOutcome] = [], milliseconds: Int64 = 0
  ) {
    self.name = name
    self.status = status
    self.exitCode = exitCode
    self.message = message
    self.worldFailed = worldFailed
    self.steps = steps
    self.milliseconds = milliseconds
    self.word = nil
    self.deploymentStatus = nil
  }
}

/// How one step ended, as it is reported; steps that their conditions exclude are left out.
public struct StepOutcome: Hashable, Sendable {
  /// Which step.
  public var step: StepSummary
  /// How it ended.
  public var status: StepStatus
  /// The exit code that Drone reports.
  public var exitCode: Int32
  /// What went wrong, if the world did; or why it was skipped.
  public var message: String?
  /// Whether a failure of it does not count.
  public var isIgnored: Bool
  /// nil: it never started.
  public var milliseconds: Int64?
  /// Harness's word for how it ended; nil in other dialects.
  public var word: String?
  /// PipeCD's word for how it ended; nil in other dialects.
  public var stageStatus: StageStatus?

  public init(
    step: StepSummary, status: StepStatus, exitCode: Int32 = 0, message: String? = nil, isIgnored: Bool = false,
    milliseconds: Int64? = nil, word: String? = nil
  ) {
    self.word = word
    self.stageStatus = nil
    self.step = step
    self.status = status
    self.exitCode = exitCode
    self.message = message
    self.isIgnored = isIgnored
    self.milliseconds = milliseconds
  }
}

/// Drone's words for the state of a step.
public enum StepStatus: String, Hashable, Sendable {
  case pending, running, success, failure, error, killed, skipped
}

/// Drone's words for the end of a pipeline.
public enum PipelineStatus: String, Hashable, Sendable {
  case success, failure, error, killed, skipped

  /// Whether it makes a run fail.
  public var isBad: Bool { self == .failure || self == .error || self == .killed }
}
