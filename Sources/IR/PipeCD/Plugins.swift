import Diagnostics

extension PipeCD {
  /// What `spec.plugins` says, by the names of the plugins.
  public struct Plugins: Hashable, Sendable {
    /// One plugin's part.
    public struct Entry: Hashable, Sendable {
      /// The name under which piped knows the plugin.
      public var name: Text
      /// What is written for it.
      public var data: Data
      /// The same as an official plugin of this name reads it; nil for other names.
      public var options: PluginOptions?
    }

    /// In the order of the names.
    public var entries: [Entry] = []

    public init() {}

    /// The names in order.
    public var names: [String] { entries.map(\.name.value) }

    /// The part of a plugin.
    public subscript(name: String) -> Entry? { entries.first { $0.name.value == name } }
  }

  /// What an official plugin reads of an application.
  public indirect enum PluginOptions: Hashable, Sendable {
    /// Also of `kubernetes_multicluster`.
    case kubernetes(KubernetesPlugin)
    case terraform(TerraformPlugin)
    case openTofu(OpenTofuPlugin)
    case ecs(ECSPlugin)
    case cloudRun(CloudRunPlugin)
    case analysis(AnalysisPlugin)
    /// A plugin that reads nothing.
    case none(NoOptions)

    /// Nil where no official plugin has this name.
    public init?(named name: String) {
      switch name {
      case "kubernetes", "kubernetes_multicluster": self = .kubernetes(.zero)
      case "terraform": self = .terraform(.zero)
      case "opentofu": self = .openTofu(.zero)
      case "ecs": self = .ecs(.zero)
      case "cloudrun": self = .cloudRun(.zero)
      case "analysis": self = .analysis(.zero)
      case "wait", "waitapproval", "scriptrun", "example-stage": self = .none(.zero)
      default: return nil
      }
    }

    mutating func decode(_ data: Data, with decoder: inout Decoder) {
      func read<Record: PipeCDRecord>(_ record: Record) -> Record {
        var record = record
        record.decode(data, with: &decoder)
        record.fillDefaults()
        return record
      }
      switch self {
      case .kubernetes(let value): self = .kubernetes(read(value))
      case .terraform(let value): self = .terraform(read(value))
      case .openTofu(let value): self = .openTofu(read(value))
      case .ecs(let value): self = .ecs(read(value))
      case .cloudRun(let value): self = .cloudRun(read(value))
      case .analysis(let value): self = .analysis(read(value))
      case .none(let value): self = .none(read(value))
      }
    }
  }
}

extension PipeCD.Plugins: PipeCDValue {
  public static var zero: Self { Self() }
  public static var goType: String { "map[string]struct {}" }
  public static var title: String { "a mapping" }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    // v0 takes anything here, because it looks at nothing.
    guard case .map(let items) = data.value else {
      if decoder.generation == .v1 { decoder.mismatch(data, Self.self) }
      return
    }
    for item in items.sortedAsJSON() {
      guard case .string(let name) = item.key.value else { continue }
      entries.append(Entry(name: name, data: item.value, options: nil))
      guard decoder.generation == .v1 else { continue }
      switch item.value.value {
      case .map, .null: break
      default:
        decoder.descend(item: ".\(name.value)") { $0.mismatch(item.value, PipeCD.NoOptions.self) }
      }
    }
  }

  /// Reads the parts of the official plugins as they do.
  public mutating func readOptions(with decoder: inout PipeCD.Decoder) {
    for index in entries.indices {
      let entry = entries[index]
      guard var options = PipeCD.PluginOptions(named: entry.name.value) else { continue }
      if case .map = entry.data.value {
        decoder.descend(entry.name.value) { options.decode(entry.data, with: &$0) }
      }
      entries[index].options = options
    }
  }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    for entry in entries {
      printer.key(entry.name.value)
      printer.data(entry.data)
    }
    printer.endObject()
  }
}

extension PipeCD.Piped {
  /// The names of the plugins, and the official names of those whose address ends in one: applications and stages know a
  /// plugin by the name that it is configured under, which is only by custom its own.
  public var servingPlugins: Set<String> {
    var names: Set<String> = []
    for plugin in plugins.value.map(\.value) {
      names.insert(plugin.name.value)
      if let program = Self.officialPlugin(of: plugin) { names.insert(program) }
    }
    return names
  }

  /// The official plugin that the address of a plugin ends in; nil where it ends in none.
  public static func officialPlugin(of plugin: PipeCD.PipedPlugin) -> String? {
    let official = [
      "analysis", "cloudrun", "ecs", "kubernetes_multicluster", "kubernetes", "opentofu", "scriptrun",
      "terraform", "waitapproval", "wait",
    ]
    let program = plugin.address.value.split(separator: "/").last.map(String.init) ?? ""
    return official.first { name in
      program == name || ["_", "-", ":", "@", "."].contains(where: { program.hasPrefix(name + $0) })
    }
  }

  /// Who answers queries of analyses: `spec.analysisProviders` where the first generation reads it, and the same key in the
  /// configurations of plugins where the second does.
  public var allAnalysisProviders: [PipeCD.Tagged<PipeCD.AnalysisProviders>] {
    var providers = analysisProviders.value.map(\.value)
    for plugin in plugins.value {
      guard let data = plugin.value.configuration.value.data?.member("analysisProviders") else { continue }
      var list: [PipeCD.Option<PipeCD.Tagged<PipeCD.AnalysisProviders>>] = []
      var decoder = PipeCD.Decoder(.v1, isStrict: false)
      list.decode(data, with: &decoder)
      list.fillDefaults()
      providers += list.map(\.value)
    }
    return providers
  }
}
