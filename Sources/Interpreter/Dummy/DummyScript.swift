/// What the dummy backend pretends: for each step what it writes and how it ends.
public struct DummyScript: Sendable {
  /// The behaviour of one step.
  public struct Step: Sendable {
    /// What the step writes, one element per write.
    public var output: [[UInt8]]
    /// How it ends.
    public var end: ExitStatus
    /// The engine fails to start it.
    public var startError: BackendError?
    /// The engine fails while it runs.
    public var waitError: BackendError?
    /// What must have happened before the start returns.
    public var startsAfter: [Milestone]
    /// What must have happened before it ends; it runs until then or until it is stopped.
    public var endsAfter: [Milestone]
    /// What it leaves: the content of files by their path, or by the name of the variable that holds the path.
    public var files: [String: String]
    /// How it behaves when it is run again; the last one counts for all further times.
    public var again: [Step]

    public init(
      output: [String] = [], end: ExitStatus = .exited(code: 0), startError: BackendError? = nil,
      waitError: BackendError? = nil, startsAfter: [Milestone] = [], endsAfter: [Milestone] = [],
      files: [String: String] = [:], again: [Step] = []
    ) {
      self.output = output.map { Array($0.utf8) }
      self.end = end
      self.startError = startError
      self.waitError = waitError
      self.startsAfter = startsAfter
      self.endsAfter = endsAfter
      self.files = files
      self.again = again
    }

    /// It ends with that code.
    public static func exit(_ code: Int32) -> Step { Step(end: .exited(code: code)) }
  }

  /// Something that steps can wait for, instead of time.
  public enum Milestone: Hashable, Sendable {
    /// The step of that name was started.
    case started(String)
    /// The step of that name has ended.
    case ended(String)
    /// Somebody called `DummyBackend.reach` with that name.
    case named(String)
    /// Never happens: only being stopped helps.
    case never
  }

  /// By the step's name; steps that are not here succeed at once and silently.
  public var steps: [String: Step]
  /// What `prepare` throws; nil: nothing.
  public var prepareError: BackendError?

  public init(_ steps: [String: Step] = [:], prepareError: BackendError? = nil) {
    self.steps = steps
    self.prepareError = prepareError
  }
}
