import IR
import Planner
import PluginHost

/// The stages of a deployment that only a plugin runs, where none is configured that could.
public struct MissingPlugins: Hashable, Sendable {
  /// A stage, and the plugin that runs it.
  public struct Stage: Hashable, Sendable {
    /// Its identifier.
    public var id: String
    /// What it does, such as `K8S_SYNC`.
    public var name: String
    /// The plugin; nil where none is known.
    public var plugin: String?
  }

  /// In the order of the deployment.
  public var stages: [Stage]
  private let generation: PipeCD.Generation

  /// Looks at a deployment that is to run with these options.
  public init(in deployment: DeploymentPlan, _ options: PipeCDRunOptions) {
    generation = deployment.generation
    stages = deployment.stages.filter { stage in
      guard stage.decision != .skip, stage.kind == .platform, options.stub(of: stage.id, stage.name) == nil else {
        return false
      }
      switch stage.executor {
      case .piped: return true
      case .plugin(let plugin): return !options.plugins.contains { $0.name == plugin.name }
      // Which stages a plugin has that nobody knows, it says when it runs.
      case .unknown: return options.plugins.isEmpty
      }
    }.map { stage in
      var plugin = PipeCD.StageKind(rawValue: stage.name)?.plugin
      if case .plugin(let executor) = stage.executor { plugin = executor.official ?? executor.name }
      return Stage(id: stage.id, name: stage.name, plugin: plugin)
    }
  }

  /// Which plugins run what, what to write where so that they do, and how to go without: one or more lines; none where
  /// nothing is missing.
  public var advice: [String] {
    guard !stages.isEmpty else { return [] }
    var plugins: [String?] = []
    for stage in stages where !plugins.contains(stage.plugin) { plugins.append(stage.plugin) }
    let clauses = plugins.map { plugin in
      let own = stages.filter { $0.plugin == plugin }.map { "\($0.name) (\($0.id))" }
      let list = own.prefix(8).joined(separator: ", ") + (own.count > 8 ? ", …" : "")
      guard let plugin else { return "\(list): only a plugin runs that, and no official one does" }
      return "\(list): the plugin '\(plugin)' runs that, and it is not configured"
    }
    var lines = [clauses.joined(separator: "; ")]
    if generation == .v0 { lines.append("(piped v0 does without plugins what they do in v1)") }
    lines.append("to run it for real, give --piped FILE with")
    lines += ["", "  apiVersion: pipecd.dev/v1beta1", "  kind: Piped", "  spec:", "    plugins:"]
    for (number, plugin) in plugins.enumerated() {
      lines.append("      - name: \(plugin ?? "NAME")")
      lines.append("        url: file:///path/to/\(plugin ?? "the/program")")
      lines.append("        port: \(7001 + number)")
    }
    var names: [String] = []
    for stage in stages where !names.contains(stage.name) { names.append(stage.name) }
    return lines + ["", "to rehearse without it: \(names.map { "--stub \($0)" }.joined(separator: " "))"]
  }
}

extension DeploymentPlan {
  /// Whether something of it is a script that pipec runs itself.
  public func runsScripts(_ options: PipeCDRunOptions) -> Bool {
    (stages + rollback).contains { stage in
      guard case .script(let script) = stage.kind, !script.run.isEmpty, stage.decision != .skip,
        options.stub(of: stage.id, stage.name) == nil
      else { return false }
      if case .plugin(let plugin) = stage.executor { return !options.plugins.contains { $0.name == plugin.name } }
      return true
    }
  }
}
