import Planner
import Synchronization

/// Runs steps in containers of Docker, or of Podman through its compatible socket.
public final class DockerBackend: Backend {
  public let name = "docker"

  /// What a person can decide about containers.
  public struct Options: Sendable {
    /// The engine's address; nil: found as the docker program finds it.
    public var host: String?
    /// A `config.json` with registry credentials instead of the user's own.
    public var registryConfiguration: String?
    /// Replaces the pull policy of every step.
    public var pull: Plan.PullPolicy?
    /// The user, or `user:group`, of steps that name none; nil: the image's own, which is the real system's behaviour.
    public var user: String?
    /// Networks of the engine that every step joins, beside that of its pipeline.
    public var networks: [String]

    public init(
      host: String? = nil, registryConfiguration: String? = nil, pull: Plan.PullPolicy? = nil, user: String? = nil,
      networks: [String] = []
    ) {
      self.host = host
      self.registryConfiguration = registryConfiguration
      self.pull = pull
      self.user = user
      self.networks = networks
    }
  }

  /// The label of everything that a run makes; its value is the run's identifier.
  static let runLabel = "io.pipec.run"
  static let stepLabel = "io.pipec.step"

  let client: EngineClient
  let options: Options
  let keys: RegistryKeys
  let warn: @Sendable (String) -> Void
  let state = Mutex(State())

  /// What is known of the containers that were started.
  struct State {
    struct Container {
      var runID: String
      var output: EngineStream
      var hasMemoryLimit: Bool
      var wasStopped = false
    }
    var containers: [String: Container] = [:]
    /// Removals under way, by run.
    var removals: [String: [Task<Void, Never>]] = [:]
  }

  /// Which engine is used, such as `Docker 20.10.24 at unix:///var/run/docker.sock`.
  public var engine: String { client.description }

  /// Whether the engine can mount folders of this machine, as far as its address tells.
  public var isLocal: Bool { client.address.isLocal }

  init(client: EngineClient, options: Options, keys: RegistryKeys, warn: @escaping @Sendable (String) -> Void) {
    self.client = client
    self.options = options
    self.keys = keys
    self.warn = warn
  }

  /// Finds the engine and agrees with it on a version. `warn` is told what a person should know but what stops nothing.
  ///
  /// Throws `unreachable` with every place that was asked and what would help.
  public static func connect(
    options: Options = Options(), surroundings: Surroundings, warn: @escaping @Sendable (String) -> Void = { _ in }
  ) async throws(BackendError) -> DockerBackend {
    var attempts: [EngineAdvice.Attempt] = []
    for address in try EngineSearch.candidates(host: options.host, in: surroundings) {
      do throws(HTTPFailure) {
        let client = try await EngineClient.connect(to: address)
        // Going on to the next place where one exists but does not answer must not go unseen.
        for attempt in attempts where attempt.systemError != 2 {
          warn("\(attempt.address.text) does not answer (\(attempt.reason)); using \(client.description)")
        }
        let keys = RegistryKeys(surroundings: surroundings, configurationPath: options.registryConfiguration)
        return DockerBackend(client: client, options: options, keys: keys, warn: warn)
      } catch .cancelled {
        throw .cancelled
      } catch .library(let reason) {
        throw .unreachable(reason)
      } catch {
        attempts.append(attempt(at: address, failedWith: error))
      }
    }
    throw .unreachable(EngineAdvice.message(for: attempts, in: surroundings))
  }

  public func prepare(_ run: BackendRun) async throws(BackendError) {
    try await checkPlatform(of: run.pipeline)
    let labels = run.resourceLabels
    var volumes: [String] = []
    if run.pipeline.workspace.hostPath == nil { volumes.append(run.workspaceVolumeName) }
    for (index, volume) in run.pipeline.volumes.enumerated() where volume.storage == .temporary {
      volumes.append(run.volumeName(at: index))
    }
    let needsNetwork = run.pipeline.hasNetwork
    let failure = await withTaskGroup(of: BackendError?.self) { [client] group in
      if needsNetwork {
        group.addTask {
          await failing("cannot create the network of the pipeline") { () throws(HTTPFailure) in
            try await client.createNetwork(NetworkSpecification(name: run.networkName, labels: labels))
          }
        }
      }
      for volume in volumes {
        group.addTask {
          await failing("cannot create a volume of the pipeline") { () throws(HTTPFailure) in
            try await client.createVolume(VolumeSpecification(name: volume, labels: labels))
          }
        }
      }
      var first: BackendError?
      for await failure in group { first = first ?? failure }
      return first
    }
    if let failure { throw failure }
    if Task.isCancelled { throw .cancelled }
  }

  public func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> {
    guard let stream = state.withLock({ $0.containers[handle.id]?.output }) else { return AsyncStream { $0.finish() } }
    return stream.bytes()
  }

  public func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> ExitStatus {
    let end: ContainerEnd
    do throws(HTTPFailure) {
      end = try await awaitEnd(of: handle.id)
    } catch {
      if state.withLock({ $0.containers[handle.id]?.wasStopped }) == true, error != .cancelled { return .killed }
      throw error.explained("cannot wait for the container")
    }
    let (wasStopped, hasMemoryLimit) = state.withLock { state in
      let container = state.containers[handle.id]
      return (container?.wasStopped ?? false, container?.hasMemoryLimit ?? false)
    }
    if wasStopped { return .killed }
    if let message = end.error?.message, !message.isEmpty { throw .engine("the container failed: \(message)") }
    // Only what went wrong, or ran within a limit, can have been out of memory.
    if end.statusCode != 0 || hasMemoryLimit,
      await wasOutOfMemory(handle.id, isLikely: end.statusCode == 137 && hasMemoryLimit)
    {
      return .outOfMemory
    }
    return .exited(code: Int32(truncatingIfNeeded: end.statusCode))
  }

  /// How the container ended. Podman may answer before it has written the exit code down; it is asked again then, for a
  /// second and a half at most.
  private func awaitEnd(of container: String) async throws(HTTPFailure) -> ContainerEnd {
    var end = try await client.waitForContainer(container)
    for attempt in 1...5 {
      guard let message = end.error?.message, message.contains("no such exit code") else { break }
      try? await Task.sleep(for: .milliseconds(25 << attempt))
      end = try await client.waitForContainer(container)
    }
    return end
  }

  /// Whether the engine says so. It learns of an end and of its reason by different ways, and under load the reason comes
  /// later; where it is likely, it is waited for, for six seconds at most.
  private func wasOutOfMemory(_ container: String, isLikely: Bool) async -> Bool {
    for attempt in 0..<(isLikely ? 7 : 1) {
      if attempt > 0 { try? await Task.sleep(for: .milliseconds(50 << attempt)) }
      guard let details = try? await client.inspectContainer(container) else { return false }
      if details.state?.oomKilled == true { return true }
    }
    return false
  }

  public func stop(_ handle: StepHandle, in run: BackendRun) async {
    state.withLock { $0.containers[handle.id]?.wasStopped = true }
    do throws(HTTPFailure) {
      try await client.killContainer(handle.id)
    } catch {
      warn(error.explained("cannot stop the container of step \(handle.stepID)").message)
    }
  }

  public func fact(_ fact: Plan.RuntimeFact, in run: BackendRun) -> String? {
    switch fact {
    case .network: run.pipeline.hasNetwork ? run.networkName : nil
    case .workspaceVolume: run.pipeline.workspace.hostPath == nil ? run.workspaceVolumeName : nil
    default: nil
    }
  }

  private static func attempt(at address: EngineAddress, failedWith failure: HTTPFailure) -> EngineAdvice.Attempt {
    var code: Int32 = 0
    if case .unreachable(_, let systemError) = failure { code = systemError }
    return EngineAdvice.Attempt(address: address, reason: failure.reason, systemError: code)
  }
}

/// Runs the call; its failure as a sentence that begins with what was to be done.
private func failing(
  _ purpose: String, _ call: () async throws(HTTPFailure) -> Void
) async -> BackendError? {
  do throws(HTTPFailure) {
    try await call()
    return nil
  } catch {
    return error.explained(purpose)
  }
}
