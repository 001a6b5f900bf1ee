import Planner

/// Where steps run. A backend starts, streams, waits, stops and tidies; order, conditions, outputs and masking belong to
/// the interpreter.
///
/// `prepare` comes first and `cleanUp` last; between them steps may start in any order and overlap. For one step the
/// order is `start`, then `output` and `wait` at the same time, then `remove`. `stop` may come at any moment after
/// `start`. `stop`, `remove` and `cleanUp` succeed when nothing is left to do, so that a cancelled run can always be
/// tidied, and `cleanUp` also removes what a step left that was never removed.
public protocol Backend: Sendable {
  /// The word by which people choose it: `docker`, `host`, `dummy`.
  var name: String { get }

  /// Creates what all steps of a pipeline share: network, volumes, workspace.
  func prepare(_ run: BackendRun) async throws(BackendError)

  /// Makes sure that the step's image is there, following its pull policy, and starts the step.
  /// `progress` is told what happens before the start, such as layers being pulled.
  func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle

  /// What the step writes, standard output and error merged, in pieces as they arrive; ends when the step has ended.
  func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]>

  /// Waits for the end of the step.
  func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> ExitStatus

  /// Reads files of a step that has ended and is not removed yet; none where there are none.
  func files(_ request: StepFileRequest, of handle: StepHandle, in run: BackendRun) async throws(BackendError)
    -> [StepFile]

  /// Kills the step at once, with all its processes.
  func stop(_ handle: StepHandle, in run: BackendRun) async

  /// Forgets the step and everything that was made for it alone.
  func remove(_ handle: StepHandle, in run: BackendRun) async

  /// Removes everything that the run made.
  func cleanUp(_ run: BackendRun) async

  /// The folder of this machine in which the workspace of a prepared run is; nil where it is not on this machine.
  func workspaceFolder(of run: BackendRun) -> String?

  /// Where a path of a step is on this machine; nil where steps have a file system of their own.
  func path(_ planned: String, of step: Plan.Step, in run: BackendRun) -> String?

  /// The backend's own name for something of the run, such as its network; nil where it has none.
  func fact(_ fact: Plan.RuntimeFact, in run: BackendRun) -> String?
}

extension Backend {
  /// Nothing has a name, unless the backend says otherwise.
  public func fact(_ fact: Plan.RuntimeFact, in run: BackendRun) -> String? { nil }

  /// The workspace is where only the backend reaches it, unless it is a folder of the host.
  public func workspaceFolder(of run: BackendRun) -> String? { run.pipeline.workspace.hostPath }

  /// Steps have a file system of their own, unless the backend says otherwise.
  public func path(_ planned: String, of step: Plan.Step, in run: BackendRun) -> String? { nil }

  /// A backend without files has none.
  public func files(
    _ request: StepFileRequest, of handle: StepHandle, in run: BackendRun
  ) async throws(BackendError) -> [StepFile] { [] }
}

/// One pipeline being run, as a backend sees it.
public struct BackendRun: Sendable {
  /// Unique on this machine, also among the pipelines of one run; the resources are named after it: `pipec-<id>-…`.
  public var id: String
  /// What is run.
  public var pipeline: Plan.Pipeline
  /// Labels for every resource: at least `io.pipec.run=<id>`.
  public var labels: [(name: String, value: String)]

  public init(id: String, pipeline: Plan.Pipeline, labels: [(name: String, value: String)]) {
    self.id = id
    self.pipeline = pipeline
    self.labels = labels
  }
}

/// One step with nothing left to decide: secrets are in the environment, runtime facts are settled.
public struct BackendStep: Sendable {
  /// The step as planned.
  public var plan: Plan.Step
  /// The final environment; names are unique. Empty values only where the real system passes them.
  public var environment: [(name: String, value: String)]
  /// Credentials from the pipeline's secrets, first match wins; the backend adds the user's own.
  public var registryCredentials: [RegistryCredential]

  public init(
    plan: Plan.Step, environment: [(name: String, value: String)], registryCredentials: [RegistryCredential] = []
  ) {
    self.plan = plan
    self.environment = environment
    self.registryCredentials = registryCredentials
  }

  /// Words for what holds a NUL character, which ends texts for the kernel; nil: nothing does. A NUL in a script of
  /// commands, too, is in a variable.
  var placeOfNul: String? {
    if ((plan.entrypoint ?? []) + (plan.command ?? [])).contains(where: \.hasNul) { return "the command contains" }
    for (name, value) in environment where name.hasNul || value.hasNul {
      return name == "DRONE_SCRIPT" ? "the commands contain" : "the variable \(name.filter { $0 != "\0" }) contains"
    }
    return nil
  }
}

extension String {
  fileprivate var hasNul: Bool {
    var text = self
    return text.withUTF8 { $0.contains(0) }
  }
}

/// A user name and password for one registry host.
public struct RegistryCredential: Sendable {
  /// The registry, such as `docker.io` or `localhost:5000`.
  public var host: String
  /// The user's name.
  public var user: String
  /// The password or token.
  public var password: String

  public init(host: String, user: String, password: String) {
    self.host = host
    self.user = user
    self.password = password
  }
}

/// A started step.
public struct StepHandle: Hashable, Sendable {
  /// The backend's own name for it, such as a container's identifier.
  public var id: String
  /// The step's identifier in the plan.
  public var stepID: String

  public init(id: String, stepID: String) {
    self.id = id
    self.stepID = stepID
  }
}

/// How a step ended.
public enum ExitStatus: Hashable, Sendable {
  case exited(code: Int32)
  case outOfMemory
  /// It was stopped from outside.
  case killed
}

/// What the world did wrong; one sentence for a person.
public enum BackendError: Error, Hashable, Sendable {
  /// No engine answers; what was tried is in the text.
  case unreachable(String)
  /// An image is missing or cannot be fetched.
  case image(String)
  /// The engine refused or failed.
  case engine(String)
  /// The run was cancelled while the backend was at work.
  case cancelled

  /// The sentence.
  public var message: String {
    switch self {
    case .unreachable(let text), .image(let text), .engine(let text): text
    case .cancelled: "cancelled"
    }
  }
}
