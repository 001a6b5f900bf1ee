import IR

/// Which plugin offers which stages, and how the official ones plan.
struct PluginRoster {
  /// How a plugin answers when it is asked for a strategy.
  enum Opinion: Hashable {
    /// It compares what runs with what is to run.
    case compares
    case alwaysPipeline
    /// It has none, as plugins that offer stages alone.
    case none
  }

  /// What is known of an official plugin.
  struct Traits {
    var opinion: Opinion
    /// The stage of a quick sync; nil where it has none or is not known.
    var quickStage: String?
    /// The stage that rolls its others back.
    var rollback: String?
  }

  /// The plugins that piped is configured with; nil: not known.
  let plugins: [DeploymentPlugin]?

  /// What is known of the plugin of a name; nil for plugins that are not official.
  static func traits(of official: String?) -> Traits? {
    switch official {
    case "wait", "waitapproval", "analysis", "scriptrun", "example-stage":
      Traits(opinion: .none, quickStage: nil, rollback: nil)
    case "kubernetes": Traits(opinion: .compares, quickStage: "K8S_SYNC", rollback: "K8S_ROLLBACK")
    case "kubernetes_multicluster":
      Traits(opinion: .compares, quickStage: "K8S_MULTI_SYNC", rollback: "K8S_MULTI_ROLLBACK")
    case "terraform": Traits(opinion: .alwaysPipeline, quickStage: "TERRAFORM_APPLY", rollback: "TERRAFORM_ROLLBACK")
    case "opentofu": Traits(opinion: .alwaysPipeline, quickStage: "OPENTOFU_APPLY", rollback: "OPENTOFU_ROLLBACK")
    case "ecs": Traits(opinion: .compares, quickStage: "ECS_SYNC", rollback: "ECS_ROLLBACK")
    case "cloudrun": Traits(opinion: .compares, quickStage: "CLOUDRUN_SYNC", rollback: "ROLLBACK")
    case "sqldef": Traits(opinion: .compares, quickStage: nil, rollback: "SQLDEF_ROLLBACK")
    case "azure-functions": Traits(opinion: .compares, quickStage: nil, rollback: "AZURE_FUNCTION_ROLLBACK")
    default: nil
    }
  }

  /// The official or community plugin that offers a stage; nil where none is known to.
  static func official(forStage name: String) -> String? {
    if let kind = PipeCD.StageKind(rawValue: name) { return kind.plugin }
    switch name {
    case "EXAMPLE_HELLO", "EXAMPLE_GOODBYE": return "example-stage"
    case "SQLDEF_PLAN", "SQLDEF_APPLY": return "sqldef"
    case "AZURE_FUNCTION_SYNC", "AZURE_FUNCTION_SWAP": return "azure-functions"
    default: return nil
    }
  }

  /// Who offers a stage; nil where no plugin can.
  func executor(ofStage name: String) -> PlannedStage.Executor? {
    let official = Self.official(forStage: name)
    guard let plugins else {
      return official.map { .plugin(DeploymentPlugin(name: $0, official: $0)) } ?? .unknown
    }
    // Of several that offer a stage, piped takes the one that is configured last.
    if let official, let plugin = plugins.last(where: { $0.official == official }) { return .plugin(plugin) }
    return plugins.contains { $0.official == nil } ? .unknown : nil
  }

  /// The plugin of a name in `spec.plugins`; nil where piped has none.
  func plugin(named name: String) -> DeploymentPlugin? {
    guard let plugins else {
      return DeploymentPlugin(name: name, official: Self.traits(of: name) == nil ? nil : name)
    }
    return plugins.last { $0.name == name }
  }
}

extension DeploymentPlugin {
  /// A plugin as piped is configured with it. Its own name is taken from the name that it is configured under, or from
  /// the name of its program.
  public init(_ plugin: PipeCD.PipedPlugin) {
    let name = plugin.name.value
    let program = plugin.address.value.split(separator: "/").last.map(String.init) ?? ""
    let known = [
      "analysis", "azure-functions", "cloudrun", "ecs", "example-stage", "kubernetes_multicluster", "kubernetes",
      "opentofu", "scriptrun", "sqldef", "terraform", "waitapproval", "wait",
    ]
    let official =
      known.first { $0 == name }
      ?? known.first { own in
        program == own || ["_", "-", ":", "@", "."].contains { program.hasPrefix(own + $0) }
      }
    self.init(
      name: name, official: official, address: plugin.address.value, port: plugin.port.value,
      targets: plugin.targets.value.map { $0.value.name.value })
  }
}
