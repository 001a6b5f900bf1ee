/// How a run is done, whatever it runs.
public struct RunOptions: Sendable {
  /// The most steps at once, over all pipelines; nil: no bound.
  public var jobs: Int?
  /// The most time for one pipeline; nil: no bound.
  public var timeout: Duration?
  /// What an earlier run has done already; see `ResumePoint`.
  public var resume: ResumePoint?
  /// The name of the run; nil: a new one.
  public var run: String?
  /// What time it is.
  public var clock: RunClock
  /// How long a stopped step may take to end before it is left to the tidying.
  public var grace: Duration
  /// What concerns Harness pipelines alone.
  public var harness = HarnessRunOptions()
  /// What concerns PipeCD deployments alone.
  public var pipecd = PipeCDRunOptions()

  public init(
    jobs: Int? = nil, timeout: Duration? = nil, resume: ResumePoint? = nil, run: String? = nil,
    clock: RunClock = .system, grace: Duration = .seconds(10)
  ) {
    self.jobs = jobs
    self.timeout = timeout
    self.resume = resume
    self.run = run
    self.clock = clock
    self.grace = grace
  }
}
