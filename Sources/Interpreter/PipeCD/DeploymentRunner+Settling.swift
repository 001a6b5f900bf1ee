import IR
import Planner
import PluginHost
import Synchronization

/// What only plugins know of a deployment: versions, the strategy where it is open, and the stages that they make.
extension DeploymentRunner {
  /// Asks the plugins, in piped's order. Without plugins the deployment is as it was planned.
  func settle(_ host: PluginHost?) async -> Result<SettledDeployment, SettlingProblem> {
    var settled = SettledDeployment(
      summary: deployment.summary, strategy: deployment.strategy, timeout: timeout, host: host)
    do throws(SettlingProblem) {
      if let host {
        try await ask(host, &settled)
      } else if deployment.isDeferred {
        note("PipeCD would compare what runs with what is to run; the pipeline is taken (--strategy quick)")
      }
      try await build(&settled)
    } catch {
      return .failure(error)
    }
    settled.stages.chain()
    return .success(settled)
  }

  /// In milliseconds: what the file says, or less by `--timeout`.
  private var timeout: Int64 {
    let own = deployment.timeout.nanoseconds / 1_000_000
    return min(own > 0 ? own : 6 * 3_600_000, context.options.timeout.map { $0.components.seconds * 1000 } ?? .max)
  }

  // MARK: Versions and strategy

  private func ask(_ host: PluginHost, _ settled: inout SettledDeployment) async throws(SettlingProblem) {
    for stage in host.disputedStages {
      let owner = host.plugin(forStage: stage)?.name ?? ""
      note("several plugins offer the stage \(stage); \(owner), which is configured last, runs it")
    }
    let plugins = plugins(on: host)
    guard !plugins.isEmpty else { return }
    var input = PluginAPI.PlanPluginInput()
    input.deployment = messages.message(summary: settled.summary, strategy: settled.strategy)
    do throws(BackendError) {
      input.targetDeploymentSource = messages.source(
        try await copies.target(), commit: deployment.application.commit)
      if let running = try await copies.running() {
        input.runningDeploymentSource = messages.source(running, commit: options.files.running ?? "")
      }
    } catch {
      state.withLock { $0.hasLostWorld = true }
      throw SettlingProblem(message: error.message)
    }
    settled.versions = await versions(plugins, input)
    guard deployment.isDeferred else { return }
    try await choose(plugins, input, &settled)
  }

  private func versions(
    _ plugins: [HostedPlugin], _ input: PluginAPI.PlanPluginInput
  ) async -> [PluginAPI.ArtifactVersion] {
    var versions: [PluginAPI.ArtifactVersion] = []
    for plugin in plugins {
      do throws(PluginFailure) {
        versions += try await plugin.determineVersions(input)
      } catch {
        note("the versions are not known: \(error.message)")
      }
    }
    if versions.isEmpty {
      var unknown = PluginAPI.ArtifactVersion()
      unknown.version = "unknown"
      versions = [unknown]
    }
    return versions
  }

  private func choose(
    _ plugins: [HostedPlugin], _ input: PluginAPI.PlanPluginInput, _ settled: inout SettledDeployment
  ) async throws(SettlingProblem) {
    guard input.runningDeploymentSource != nil else {
      throw SettlingProblem(
        message: "what runs now is not known, so that no plugin can be asked for a strategy "
          + "(--running COMMIT, --first-deployment or --strategy)")
    }
    var quick: HostedPlugin.Strategy?
    for plugin in plugins {
      do throws(PluginFailure) {
        guard let answer = try await plugin.determineStrategy(input) else { continue }
        if answer.strategy == .pipeline {
          (settled.strategy, settled.summary) = (.pipeline, answer.summary)
          return note("\(plugin.name) chooses the pipeline: \(answer.summary)")
        }
        if answer.strategy == .quickSync { quick = answer }
      } catch {
        note("no strategy: \(error.message)")
      }
    }
    guard let quick else { throw SettlingProblem(message: "unable to plan the deployment") }
    (settled.strategy, settled.summary) = (.quickSync, quick.summary)
    note("a quick sync is chosen: \(quick.summary)")
  }

  /// The hosted plugins of the application, each once, in the order of its stages.
  private func plugins(on host: PluginHost) -> [HostedPlugin] {
    var plugins: [HostedPlugin] = []
    for stage in deployment.stages {
      guard let plugin = plugin(of: stage, on: host), !plugins.contains(where: { $0 === plugin }) else { continue }
      plugins.append(plugin)
    }
    return plugins
  }

  /// The hosted plugin of a planned stage; nil where none has it.
  func plugin(of stage: PlannedStage, on host: PluginHost?) -> HostedPlugin? {
    guard let host, options.stub(of: stage.id, stage.name) == nil else { return nil }
    switch stage.executor {
    case .piped: return nil
    case .unknown: return host.plugin(forStage: stage.name)
    case .plugin(let plugin):
      if let owner = host.plugin(forStage: stage.name) { return owner }
      // The stages of a quick sync have no names before their plugin was asked.
      return deployment.strategy == .quickSync ? host.plugin(named: plugin.name) : nil
    }
  }

  // MARK: Stages

  private func build(_ settled: inout SettledDeployment) async throws(SettlingProblem) {
    switch settled.strategy {
    case .pipeline: try await buildPipeline(&settled)
    case .quickSync: try await buildQuickSync(&settled)
    }
    guard settled.stages.isEmpty else { return }
    throw SettlingProblem(
      message: settled.strategy == .quickSync
        ? "unable to build quick sync stages for deployment" : "unable to build pipeline sync stages for deployment")
  }

  private func buildPipeline(_ settled: inout SettledDeployment) async throws(SettlingProblem) {
    var built = BuiltStages<HostedPlugin>()
    var asked: [ObjectIdentifier] = []
    for stage in deployment.stages {
      guard let plugin = plugin(of: stage, on: settled.host), !asked.contains(ObjectIdentifier(plugin)) else {
        continue
      }
      asked.append(ObjectIdentifier(plugin))
      let own = deployment.stages.filter { self.plugin(of: $0, on: settled.host) === plugin }
      do throws(PluginFailure) {
        let answer = try await plugin.buildPipelineSyncStages(
          own.map(Self.request), rollback: deployment.autoRollback)
        try add(answer, of: plugin, asked: Set(own.map { Int32(clamping: $0.index) }), to: &built)
      } catch let failure {
        throw SettlingProblem(message: failure.message)
      }
    }
    for planned in deployment.stages {
      let title = deployment.title(of: planned.name, planned.index)
      if plugin(of: planned, on: settled.host) != nil {
        // A plugin may leave stages out.
        guard let item = built.stages.first(where: { Int($0.stage.index) == planned.index }) else { continue }
        var stage = DeploymentStage(planned, title: title, work: .plugin(item.owner, item.stage))
        stage.notes = item.stage.desc
        settled.stages.append(stage)
      } else {
        settled.stages.append(DeploymentStage(planned, title: title, work: work(of: planned)))
      }
    }
    addRollback(built, &settled)
  }

  private func add(
    _ answer: [PluginAPI.PipelineStage], of plugin: HostedPlugin, asked: Set<Int32>,
    to built: inout BuiltStages<HostedPlugin>
  ) throws(PluginFailure) {
    do throws(BuiltStages<HostedPlugin>.Problem) {
      try built.add(answer, from: plugin, asked: asked)
    } catch {
      throw PluginFailure(.refused, "\(error.message) (\(plugin.name))")
    }
  }

  private static func request(_ stage: PlannedStage) -> PluginAPI.StageConfig {
    var request = PluginAPI.StageConfig()
    request.name = stage.name
    request.desc = stage.description
    request.index = Int32(clamping: stage.index)
    request.config = Array(stage.configuration.utf8)
    return request
  }

  private func buildQuickSync(_ settled: inout SettledDeployment) async throws(SettlingProblem) {
    var built = BuiltStages<HostedPlugin>()
    if let host = settled.host {
      for plugin in plugins(on: host) {
        do throws(PluginFailure) {
          let answer = try await plugin.buildQuickSyncStages(rollback: deployment.autoRollback)
          built.addQuickSync(answer, from: plugin)
        } catch {
          throw SettlingProblem(message: error.message)
        }
      }
    }
    let first = deployment.stages.first
    for (number, item) in built.stages.enumerated() {
      var stage = DeploymentStage(
        item.stage, by: item.owner, id: number == 0 ? "quick" : "quick-\(number)", title: item.stage.name)
      // All stages of a quick sync have the number 0, so that what the first of the file says counts for them.
      stage.timeout = first?.timeout.map { $0.nanoseconds / 1_000_000 }
      if first?.decision == .skip { stage.skipReason = first?.reason.text }
      settled.stages.append(stage)
    }
    if deployment.strategy == .quickSync {
      for planned in deployment.stages where plugin(of: planned, on: settled.host) == nil {
        settled.stages.append(DeploymentStage(planned, title: planned.name, work: work(of: planned)))
      }
    }
    addRollback(built, &settled)
  }

  private func addRollback(_ built: BuiltStages<HostedPlugin>, _ settled: inout SettledDeployment) {
    for item in built.rollback {
      let index = Int(item.stage.index)
      let planned = deployment.rollback.first { $0.name == item.stage.name && $0.index == index }
      let known = Set(settled.rollback.map(\.id))
      var id = planned?.id ?? "rollback-\(item.stage.name.lowercased())"
      if known.contains(id) { id += "-\(known.count)" }
      var stage = DeploymentStage(
        item.stage, by: item.owner, id: id, title: deployment.title(of: item.stage.name, index))
      if settled.strategy == .pipeline, let base = deployment.stages.first(where: { $0.index == index }) {
        stage.configuration = base.configuration
      }
      settled.rollback.append(stage)
    }
    // What a hosted plugin would undo, it has just said itself.
    for planned in deployment.rollback where deployment.strategy == settled.strategy {
      if case .script(let script) = planned.kind, let base = script.base {
        guard let stage = deployment.stages.first(where: { $0.id == base }),
          plugin(of: stage, on: settled.host) == nil
        else { continue }
      } else if case .plugin(let plugin) = planned.executor, settled.host?.plugin(named: plugin.name) != nil {
        let isServed = deployment.stages.contains { self.plugin(of: $0, on: settled.host)?.name == plugin.name }
        if isServed { continue }
      }
      let title = deployment.title(of: planned.name, planned.index)
      settled.rollback.append(DeploymentStage(planned, title: title, work: work(of: planned)))
    }
    // v0 has an order of its own.
    guard deployment.generation == .v1 else { return }
    settled.rollback = settled.rollback.enumerated().sorted {
      ($0.element.index, $0.offset) < ($1.element.index, $1.offset)
    }.map(\.element)
  }

  /// What pipec itself does for a stage that no plugin runs.
  private func work(of planned: PlannedStage) -> DeploymentStage.Work {
    if let succeeds = options.stub(of: planned.id, planned.name) { return .stub(succeeds: succeeds) }
    switch planned.kind {
    case .wait(let duration): return .wait(duration.nanoseconds / 1_000_000)
    case .approval(let approval): return .approval(approval)
    case .analysis(let analysis): return .analysis(analysis)
    case .script(let script): return .script(script)
    case .platform:
      return planned.isRollback
        ? .nothing : .refused("no plugin offers the stage \(planned.name) (--stub \(planned.id))")
    }
  }
}

extension [DeploymentStage] {
  /// Lets each stage wait for the one before.
  fileprivate mutating func chain() {
    for index in indices.dropFirst() { self[index].requires = [self[index - 1].id] }
  }
}
