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
  func plugins(on host: PluginHost) -> [HostedPlugin] {
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
}
