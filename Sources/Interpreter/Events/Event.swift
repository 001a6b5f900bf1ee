/// Something that happened in a run. The console, JSON lines and the journal are readers of one stream of events.
public struct Event: Hashable, Sendable {
  /// Milliseconds since 1970.
  public var time: Int64
  /// What happened.
  public var kind: Kind

  public init(time: Int64, kind: Kind) {
    self.time = time
    self.kind = kind
  }

  /// What can happen.
  public enum Kind: Hashable, Sendable {
    case runStarted(run: String, pipelines: [PipelineSummary])
    case pipelineStarted(PipelineSummary)
    /// It does not run at all.
    case pipelineSkipped(name: String, reason: String)
    /// What a backend does before the step starts, such as fetching its image.
    case stepPreparing(StepSummary, text: String)
    case stepStarted(StepSummary)
    /// A line of the step's output, secrets masked already.
    case output(StepSummary, OutputLine)
    case stepEnded(StepSummary, StepResult, milliseconds: Int64)
    /// It did not run, or not any more.
    case stepSkipped(StepSummary, SkipReason)
    case pipelineEnded(PipelineOutcome)
    /// A stage or group has begun.
    case nodeStarted(NodeSummary)
    /// A stage or group has ended or was skipped; the status is Harness's word.
    case nodeEnded(NodeSummary, status: String, message: String?, milliseconds: Int64)
    /// A step waits for somebody's word.
    case asked(StepSummary, question: String)
    /// The word was given, or is not waited for any more; what became of the question.
    case answered(StepSummary, text: String)
    /// Something people should know that belongs to no step's output.
    case notice(pipeline: String?, text: String)
    case runEnded(RunOutcome)
  }
}

/// A step as readers of events see it.
public struct StepSummary: Hashable, Sendable {
  /// The name of its pipeline.
  public var pipeline: String
  /// Its identifier in the plan.
  public var id: String
  /// Its name in the file.
  public var name: String
  /// Its image; nil on the host.
  public var image: String?
  /// Whether nobody waits for its end.
  public var isDetached: Bool
  /// The identifier of its stage, in dialects that have stages.
  public var stage: String?

  public init(pipeline: String, id: String, name: String, image: String? = nil, isDetached: Bool = false) {
    self.pipeline = pipeline
    self.id = id
    self.name = name
    self.image = image
    self.isDetached = isDetached
    self.stage = nil
  }
}

/// A stage or group as readers of events see it.
public struct NodeSummary: Hashable, Sendable {
  /// The name of its pipeline.
  public var pipeline: String
  /// Its path in the plan, such as `build.tests`.
  public var id: String
  /// Its name in the file, with what loops add.
  public var name: String
  /// `stage` or `group`; `step` where a whole loop is skipped.
  public var kind: String
  /// How deep it lies; a stage is at 1.
  public var depth: Int

  public init(pipeline: String, id: String, name: String, kind: String, depth: Int) {
    self.pipeline = pipeline
    self.id = id
    self.name = name
    self.kind = kind
    self.depth = depth
  }
}

/// A pipeline as readers of events see it.
public struct PipelineSummary: Hashable, Sendable {
  /// Its name.
  public var name: String
  /// The dialect's word for the kind of runner.
  public var type: String
  /// The backend's word, such as `docker`; nil for a pipeline that does not run.
  public var backend: String?
  /// The steps that the plan has, also those that do not run.
  public var steps: [StepSummary]

  public init(name: String, type: String, backend: String? = nil, steps: [StepSummary]) {
    self.name = name
    self.type = type
    self.backend = backend
    self.steps = steps
  }
}

/// How a step ended.
public enum StepResult: Hashable, Sendable {
  case success
  case failure(code: Int32)
  case outOfMemory
  /// The world failed: no image, no engine.
  case error(String)
  case killed
  /// The end of a Harness step, whose state its failure strategies have a say in.
  case harness(HarnessResult)
  /// The end of a stage of a PipeCD deployment.
  case stage(StageEnd)

  /// The exit code that Drone reports; for a step of Harness or PipeCD that of its process, if it had one.
  public var exitCode: Int32 {
    switch self {
    case .harness(let result): result.exitCode ?? (result.isPositive ? 0 : 1)
    case .stage(let end): end.exitCode ?? (end.status == .failure || end.status == .cancelled ? 1 : 0)
    case .success: 0
    case .failure(let code): code
    case .outOfMemory, .killed: 137
    case .error: 255
    }
  }
}

/// How an attempt at a step of a Harness pipeline ended.
public struct HarnessResult: Hashable, Sendable {
  /// Harness's word, such as `SUCCEEDED` or `IGNORE_FAILED`.
  public var status: String
  /// Whether what comes after may run as if all were well.
  public var isPositive: Bool
  /// The exit code of its process; nil where it had none.
  public var exitCode: Int32?
  /// What went wrong, in a clause.
  public var message: String?
  /// The attempt that follows; nil after the last one.
  public var retry: Retry?

  /// An attempt that follows a failed one.
  public struct Retry: Hashable, Sendable {
    /// From 1.
    public var attempt: Int
    /// How many there may be; 0: as many as a person wishes.
    public var of: Int
    /// In milliseconds.
    public var pause: Int64

    public init(attempt: Int, of: Int, pause: Int64) {
      self.attempt = attempt
      self.of = of
      self.pause = pause
    }

    /// One clause for people.
    public var text: String {
      let number = of == 0 ? "retry" : "retry \(attempt) of \(of)"
      return pause == 0 ? number : "\(number) in \(Elapsed.text(milliseconds: pause))"
    }
  }

  public init(
    status: String, isPositive: Bool, exitCode: Int32? = nil, message: String? = nil, retry: Retry? = nil
  ) {
    self.status = status
    self.isPositive = isPositive
    self.exitCode = exitCode
    self.message = message
    self.retry = retry
  }
}

/// Why a step did not run.
public enum SkipReason: Hashable, Sendable {
  /// Its conditions exclude it; the plan's words.
  case excluded(String)
  /// It runs only while nothing has failed; the name of a step that has.
  case afterFailure(of: String)
  /// It runs only after a failure, and nothing has failed.
  case nothingFailed
  /// A step ended with status 78, which ends the pipeline early and well.
  case endedEarly(by: String)
  /// The pipeline was stopped.
  case stopped(StopReason)
  /// It succeeded in the run that is resumed.
  case resumed(run: String)
  /// The pipeline could not begin.
  case notPrepared

  /// One clause for people.
  public var text: String {
    switch self {
    case .excluded(let reason): reason
    case .afterFailure(let step): "\(step) failed"
    case .nothingFailed: "it runs only after a failure, and nothing failed"
    case .endedEarly(let step): "\(step) ended the pipeline early with exit code 78"
    case .stopped(let reason): reason.text
    case .resumed(let run): "it succeeded in run \(run)"
    case .notPrepared: "the pipeline could not start"
    }
  }
}

/// Why a run or a pipeline was stopped.
public enum StopReason: Hashable, Sendable {
  /// A signal such as SIGINT; its number.
  case interrupted(signal: Int32)
  /// The pipeline's time was up; its limit in seconds.
  case timedOut(seconds: Int64)
  /// A step with `failure: fast` failed.
  case failedFast(step: String)
  /// Nobody reads the output any more.
  case outputClosed
  /// The output cannot be written, as on a full disk; why.
  case outputFailed(String)

  /// One clause for people.
  public var text: String {
    switch self {
    case .interrupted(let signal): "interrupted by \(Self.name(of: signal))"
    case .timedOut(let seconds): "the time limit of \(Self.span(seconds)) was reached"
    case .failedFast(let step): "\(step) failed, and its failure stops everything"
    case .outputClosed: "the reader of the output went away"
    case .outputFailed(let why): "the output cannot be written: \(why)"
    }
  }

  private static func name(of signal: Int32) -> String {
    switch signal {
    case 1: "SIGHUP"
    case 2: "SIGINT"
    case 15: "SIGTERM"
    default: "signal \(signal)"
    }
  }

  private static func span(_ seconds: Int64) -> String {
    switch seconds {
    case ..<120: "\(seconds) s"
    case ..<7200 where seconds % 60 == 0: "\(seconds / 60) min"
    default: seconds % 3600 == 0 ? "\(seconds / 3600) h" : "\(seconds) s"
    }
  }
}
