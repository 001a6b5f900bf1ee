import IR
import Planner
import PluginHost

/// The stages of a deployment: those that plugins make, those that pipec runs itself, and what rolls them back.
extension DeploymentRunner {
  /// Has the plugins build their stages, and adds those that pipec runs itself.
  func build(_ settled: inout SettledDeployment) async throws(SettlingProblem) {
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
    if let host = settled.host { noteStandIns(host) }
    addRollback(built, &settled)
  }

  /// What piped would refuse, pipec does itself: people should know.
  private func noteStandIns(_ host: PluginHost) {
    let names = deployment.stages.filter { stage in
      stage.executor == .unknown && host.plugin(forStage: stage.name) == nil
        && options.stub(of: stage.id, stage.name) == nil && stage.decision != .skip
    }.map(\.name)
    guard !names.isEmpty else { return }
    let list = names.reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }.joined(separator: ", ")
    note("pipec itself does \(list), for which the configuration of piped has no plugin: piped would not plan this")
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
  mutating func chain() {
    for index in indices.dropFirst() { self[index].requires = [self[index - 1].id] }
  }
}
