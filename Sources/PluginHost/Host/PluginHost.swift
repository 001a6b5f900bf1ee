import Glibc
import Synchronization

/// Runs the plugins of PipeCD v1 as piped does: starts their programs, serves them, calls them, and ends them.
///
///     try await PluginHost.run(plugins, options) { host in
///       let wait = host.plugin(forStage: "WAIT")
///       …
///     }
///
/// Nothing of the plugins is left when `run` returns, however it returns.
public final class PluginHost: Sendable {
  /// How plugins are hosted.
  public struct Options: Sendable {
    /// The environment of the plugins, as `NAME=value`.
    public var environment: [String]
    /// The folder that the plugins start in.
    public var folder: String
    /// Where programs that were downloaded are kept.
    public var cacheFolder: String
    /// A file with certificates of authorities that are trusted as well as those of the system, when programs are
    /// downloaded: `SSL_CERT_FILE` of the environment, which piped, as all programs in Go, reads.
    public var authorities: String?
    /// Where tools that plugins ask for are kept.
    public var toolsFolder: String
    /// How long a plugin may take until it answers, beside the time for tools that it has installed first.
    public var readiness = Duration.seconds(10)
    /// How long a plugin may take to end when it is asked to; then it is killed.
    public var grace = Duration.seconds(30)
    /// How long the last words of a stage that was cancelled are awaited; plugins report every 5 seconds.
    public var logDrain = Duration.seconds(6)
    /// The size in bytes from which messages of plugins are refused.
    public var largestMessage: Int32 = 64 << 20
    /// How many bytes of metadata and shared objects plugins may leave with the host.
    public var largestStore = 256 << 20
    /// Takes what plugins write to their standard outputs: the plugin's name and a line.
    public var onOutput: @Sendable (_ plugin: String, _ line: String) -> Void = { _, _ in }

    /// Takes what people should know who wait, such as that something is being fetched.
    public var onNotice: @Sendable (_ text: String) -> Void = { _ in }

    /// Options with the times and sizes that piped has.
    ///
    /// - Parameter cacheFolder: pipec's folder below `XDG_CACHE_HOME`.
    public init(environment: [String], folder: String, cacheFolder: String) {
      self.environment = environment
      self.folder = folder
      self.cacheFolder = "\(cacheFolder)/plugins"
      toolsFolder = "\(cacheFolder)/tools"
      let name = "SSL_CERT_FILE="
      let file = environment.last { $0.hasPrefix(name) }?.dropFirst(name.count)
      authorities = file.flatMap { $0.isEmpty ? nil : String($0) }
    }
  }

  private struct State {
    var processes: [PluginProcess] = []
    var ports: [FreePort] = []
    var plugins: [HostedPlugin] = []
    var commands = 0
  }

  private let options: Options
  private let queue: GRPCQueue
  private let server: GRPCServer
  private let service: PluginService
  private let servicePort: Int
  private let state = Mutex(State())

  private init(
    options: Options, queue: GRPCQueue, server: GRPCServer, service: PluginService, servicePort: Int
  ) {
    self.options = options
    self.queue = queue
    self.server = server
    self.service = service
    self.servicePort = servicePort
  }

  /// Starts plugins, hands them to `body`, and ends them, also when the task is cancelled.
  ///
  /// - Parameters:
  ///   - configurations: the plugins, in the order of the configuration.
  ///   - body: what is done with them.
  /// - Throws: why a plugin cannot be hosted; none runs then.
  public static func run<Result: Sendable>(
    _ configurations: [PluginConfiguration], _ options: Options,
    _ body: @Sendable (PluginHost) async -> Result
  ) async throws(PluginFailure) -> Result {
    try check(configurations)
    let host = try await open(options)
    let outcome: Swift.Result<Result, PluginFailure>
    do throws(PluginFailure) {
      try await host.start(configurations)
      outcome = .success(await body(host))
    } catch {
      outcome = .failure(error)
    }
    // Tidying up must not be cut short.
    await Task { await host.stop() }.value
    return try outcome.get()
  }

  /// The plugins that run, in the order of the configuration.
  public var plugins: [HostedPlugin] { state.withLock { $0.plugins } }

  /// The plugin of a name.
  public func plugin(named name: String) -> HostedPlugin? { plugins.first { $0.name == name } }

  /// The plugin that runs stages of a name: of several, the one that is configured last.
  public func plugin(forStage stage: String) -> HostedPlugin? { plugins.last { $0.stages.contains(stage) } }

  /// The names of stages that more than one plugin runs, in order.
  public var disputedStages: [String] {
    var counts: [String: Int] = [:]
    for plugin in plugins { for stage in Set(plugin.stages) { counts[stage, default: 0] += 1 } }
    return counts.filter { $0.value > 1 }.keys.sorted()
  }

  /// What a plugin remembered of a stage, such as `pipecd/stage-display-metadata`.
  public func stageMetadata(deployment: String, stage: String) -> [String: String] {
    service.store.texts(.init(kind: .stage, id: deployment, name: stage))
  }

  /// Lets plugins find a text under `GetDeploymentSharedMetadata`. False when there is no room for it.
  @discardableResult
  public func putSharedMetadata(deployment: String, _ values: [String: String]) -> Bool {
    service.store.put(.init(kind: .deployment, id: deployment, name: ""), values)
  }

  /// Approves a stage, or asks to leave it out. The plugin sees it within its 5 seconds and counts different people.
  ///
  /// - Parameters:
  ///   - commander: who asks.
  ///   - type: `.approveStage` or `.skipStage`.
  ///   - time: when, in seconds since 1970.
  public func command(
    _ type: PluginAPI.CommandType, stage: PluginAPI.StageReference, by commander: String, at time: Int64
  ) {
    let number = state.withLock { state in
      state.commands += 1
      return state.commands
    }
    var command = PluginAPI.Command()
    command.id = "command-\(number)"
    command.deploymentID = stage.deploymentID
    command.stageID = stage.stageID
    command.commander = commander
    command.type = type
    if type == .approveStage { command.approveStage = stage }
    if type == .skipStage { command.skipStage = stage }
    command.createdAt = time
    command.updatedAt = time
    service.store.add(command)
  }

  private static func check(_ configurations: [PluginConfiguration]) throws(PluginFailure) {
    var names: Set<String> = []
    for configuration in configurations {
      guard !configuration.name.isEmpty else { throw PluginFailure(.configuration, "a plugin has no name") }
      guard names.insert(configuration.name).inserted else {
        throw PluginFailure(.configuration, "two plugins are named '\(configuration.name)'")
      }
    }
  }

  private static func open(_ options: Options) async throws(PluginFailure) -> PluginHost {
    let queue = try await GRPCQueue.open()
    let service = PluginService(
      store: MetadataStore(largestSize: options.largestStore),
      tools: ToolInstaller(folder: options.toolsFolder, environment: options.environment))
    do throws(PluginFailure) {
      let (server, port) = try GRPCServer.open(on: queue, largestMessage: options.largestMessage) {
        await service.answer($0, $1)
      }
      return PluginHost(options: options, queue: queue, server: server, service: service, servicePort: port)
    } catch {
      await queue.close()
      throw error
    }
  }

  /// Starts all plugins side by side, as each takes its time; the first failure counts.
  private func start(_ configurations: [PluginConfiguration]) async throws(PluginFailure) {
    let results = await withTaskGroup(of: (Int, Result<HostedPlugin, PluginFailure>).self) { group in
      for (index, configuration) in configurations.enumerated() {
        group.addTask { (index, await self.launch(configuration)) }
      }
      var results: [(Int, Result<HostedPlugin, PluginFailure>)] = []
      for await result in group {
        if case .failure = result.1 { group.cancelAll() }
        results.append(result)
      }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
    // Those that were given up because another failed have nothing to say.
    for case .failure(let failure) in results where failure.kind != .cancelled { throw failure }
    var plugins: [HostedPlugin] = []
    for result in results { plugins.append(try result.get()) }
    state.withLock { [plugins] in $0.plugins = plugins }
  }

  /// How often a plugin is started whose port somebody else took meanwhile.
  private static let mostAttempts = 3

  private func launch(_ configuration: PluginConfiguration) async -> Result<HostedPlugin, PluginFailure> {
    var attempt = 1
    while true {
      do throws(PluginFailure) {
        return .success(try await launchOnce(configuration, holdsPort: attempt == 1))
      } catch {
        let isPortTaken = error.kind == .process && error.message.contains("address already in use")
        guard isPortTaken, attempt < Self.mostAttempts, !Task.isCancelled else { return .failure(error) }
        attempt += 1
      }
    }
  }

  /// - Parameter holdsPort: whether the port is kept from others while the plugin runs, which a plugin that does not share
  ///   it with its holder cannot bear.
  private func launchOnce(
    _ configuration: PluginConfiguration, holdsPort: Bool
  ) async throws(PluginFailure) -> HostedPlugin {
    let binary = try await PluginBinary.find(
      configuration, cacheFolder: options.cacheFolder, authorities: options.authorities, onNotice: options.onNotice)
    if Task.isCancelled { throw PluginFailure(.cancelled, "the start was cancelled") }
    guard let found = FreePort.find() else { throw .library("no port of this machine is free") }
    if holdsPort { state.withLock { $0.ports.append(found) } }
    let port = found.number
    let onOutput = options.onOutput
    let process = try PluginProcess(
      name: configuration.name, program: binary.path, servicePort: servicePort,
      json: configuration.launchJSON(url: binary.url, port: port), port: port,
      environment: options.environment, folder: options.folder
    ) { onOutput(configuration.name, $0) }
    state.withLock { $0.processes.append(process) }
    return try await greet(process)
  }

  /// Waits until a plugin answers, or has ended.
  private func greet(_ process: PluginProcess) async throws(PluginFailure) -> HostedPlugin {
    let channel = try GRPCChannel(port: process.port, queue: queue, largestMessage: options.largestMessage)
    let readiness = options.readiness
    let call = Task { () -> Result<FetchDefinedStagesResponse, PluginFailure> in
      do throws(PluginFailure) {
        return .success(
          try await HostedPlugin.call(
            "FetchDefinedStages", of: .deployment, EmptyMessage(), on: channel, process: process,
            waitsForReadiness: true))
      } catch {
        return .failure(error)
      }
    }
    let watcher = Task {
      _ = await process.ending.value
      call.cancel()
    }
    let isLate = Flag()
    let timer = Task { [service] in
      var end = ContinuousClock.now + readiness
      while ContinuousClock.now < end {
        do { try await Task.sleep(until: end, clock: .continuous) } catch { return }
        if let busy = service.busyUntil { end = max(end, busy + readiness) }
      }
      isLate.raise()
      call.cancel()
    }
    let result = await withTaskCancellationHandler {
      await call.value
    } onCancel: {
      call.cancel()
    }
    watcher.cancel()
    timer.cancel()
    switch result {
    case .success(let response):
      return HostedPlugin(
        name: process.name, stages: response.stages, process: process, channel: channel, service: service,
        logDrain: options.logDrain)
    case .failure(let failure):
      if isLate.isRaised, !Task.isCancelled, failure.kind == .cancelled { throw late(process) }
      // The call was cancelled because the plugin ended, or because nobody wants it any more.
      if !Task.isCancelled, failure.kind == .cancelled || failure.kind == .process {
        let ending = await process.ending.value
        throw PluginFailure(
          .process, "the plugin '\(process.name)' \(process.words(for: ending, " before it was ready"))",
          output: process.recentLines)
      }
      throw failure
    }
  }

  private func late(_ process: PluginProcess) -> PluginFailure {
    let ports = process.listeningPorts
    let instead =
      ports.isEmpty || ports.contains(process.port)
      ? "" : ", but listens on \(ports.map(String.init).joined(separator: ", "))"
    let said = instead + (process.lastLine.map { "; its last line: \($0)" } ?? "")
    return PluginFailure(
      .process,
      "the plugin '\(process.name)' does not answer on port \(process.port) after \(options.readiness.words)\(said)")
  }

  /// Ends the calls, then the plugins, and then what served them.
  private func stop() async {
    await queue.endCalls()
    let processes = state.withLock { $0.processes }
    await withTaskGroup(of: Void.self) { group in
      for process in processes {
        group.addTask { [grace = options.grace] in await process.stop(grace: grace) }
      }
    }
    service.giveUpOnLogs()
    await server.shutdown()
    await queue.close()
  }
}

extension Duration {
  /// The time as a person says it.
  fileprivate var words: String {
    let seconds = Double(milliseconds) / 1000
    return seconds == seconds.rounded() ? "\(Int(seconds)) s" : "\(seconds) s"
  }
}
