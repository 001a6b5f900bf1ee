import Glibc
import Interpreter
import Planner

/// Chooses where the pipelines of a run are executed.
struct Backends: Sendable {
  private let choice: RunCommand.BackendChoice
  private let options: DockerBackend.Options
  private let environment: [String: String]

  init(_ command: RunCommand, _ streams: Streams) {
    choice = command.backend
    options = DockerBackend.Options(
      host: command.host, registryConfiguration: command.registry,
      pull: command.pull == .default ? nil : Plan.PullPolicy(rawValue: command.pull.rawValue), user: command.user,
      networks: command.networks)
    environment = Dictionary(streams.environment.all.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
  }

  /// The engine.
  func docker() async throws(BackendError) -> DockerBackend {
    try await DockerBackend.connect(options: options, surroundings: .current(environment: environment)) {
      tell("pipec run: \($0)")
    }
  }

  /// Where runs on the host have their folders.
  var temporaryFolder: String { environment["TMPDIR"].flatMap { $0.hasPrefix("/") ? $0 : nil } ?? "/tmp" }

  /// Where steps run that have no image.
  var machine: any Backend {
    if choice == .dummy { return DummyBackend() }
    return host
  }

  private var host: HostBackend {
    HostBackend(
      path: environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", user: environment["USER"] ?? userName(),
      temporaryFolder: temporaryFolder)
  }

  /// What runs each pipeline of a plan; an engine is looked for only if one is needed.
  ///
  /// - Parameter deployments: how deployments of PipeCD run.
  func connect(
    for plan: Plan, _ deployments: PipeCDRunOptions
  ) async throws(BackendError) -> @Sendable (Plan.Pipeline) -> any Backend {
    let wanted = plan.pipelines.filter { $0.decision != .skip }
    let host = host
    switch choice {
    case .host: return { _ in host }
    case .dummy:
      let dummy = DummyBackend()
      return { _ in dummy }
    case .docker:
      let docker = try await docker()
      return { _ in docker }
    case .auto:
      let needsEngine = wanted.contains { Self.needsEngine($0) || $0.pipecd?.runsScripts(deployments) == true }
      let container: any Backend = needsEngine ? try await docker() : host
      return { pipeline in
        switch pipeline.type {
        case "docker", "harness": container
        case "exec": host
        case _ where pipeline.pipecd != nil: container
        default: ElsewhereBackend(type: pipeline.type)
        }
      }
    }
  }

  private static func needsEngine(_ pipeline: Plan.Pipeline) -> Bool {
    if pipeline.type == "docker" { return true }
    return pipeline.harness != nil && pipeline.steps.contains { $0.performer == .container && $0.decision != .skip }
  }

  private func userName() -> String {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return "" }
    return String(cString: name)
  }
}

/// Stands for the machines that pipelines of other types run on, and says that they are out of reach.
struct ElsewhereBackend: Backend {
  let type: String
  var name: String { type }

  private var refusal: BackendError {
    .engine(
      type == "kubernetes"
        ? "pipelines of type kubernetes run in a cluster, which pipec does not reach; --backend docker runs them in containers"
        : "pipelines of type \(type) run on a machine of their own, which pipec does not reach")
  }

  func prepare(_ run: BackendRun) async throws(BackendError) { throw refusal }

  func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle { throw refusal }

  func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> { AsyncStream { nil } }
  func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> Interpreter::ExitStatus {
    throw refusal
  }
  func stop(_ handle: StepHandle, in run: BackendRun) async {}
  func remove(_ handle: StepHandle, in run: BackendRun) async {}
  func cleanUp(_ run: BackendRun) async {}
}
