import Diagnostics
import Expressions
import IR
import YAML

/// Reads one step or service. What has the wrong type is left out; the schema check says so.
struct StepReader {
  private var step: Step
  private var environment: [Node] = []
  private var settings: [Node] = []
  private var conditions: [Node] = []
  private var devices: [Mount] = []
  private var dns: [Text] = []
  private var dnsSearch: [Text] = []
  private var extraHosts: [Text] = []
  private var networkMode: Text?
  private var memoryLimit: Located<Int64>?
  private var memorySwapLimit: Located<Int64>?
  private var sharedMemorySize: Located<Int64>?
  private var portBindings: [Node] = []
  private var shell: Text?
  private var group: Located<Int64>?
  private var resources: [Node] = []
  private var hasContainerOptions = false

  private init(_ role: Step.Role, _ span: Span) {
    step = Step(role: role, span: span)
  }

  /// - Parameter use: the item of the list, which may be an alias.
  static func read(_ use: Node, role: Step.Role) -> Step {
    let node = use.resolved
    var reader = StepReader(role, node.kind == .mapping ? node.span : use.span)
    reader.step.keys.entries.reserveCapacity(node.count)
    Fields.forEach(in: node) { name, value in
      guard let key = Key(name) else { return }
      reader.step.keys.entries.append(.init(key: key, span: name.span))
      reader.read(key, value)
    }
    return reader.finished()
  }

  private mutating func read(_ key: Key, _ value: Node) {
    switch key {
    case .name: step.name = value.string
    case .image: step.image = value.mappedString
    case .commands: step.commands = value.strings
    case .command: step.command = value.strings
    case .entrypoint: step.entrypoint = value.strings
    case .environment: environment.append(value)
    case .settings: settings.append(value)
    case .when: conditions.append(value)
    case .dependsOn: step.dependsOn = value.strings
    case .detach: step.isDetached = value.bool
    case .failure: step.failure = value.string
    case .pull: step.pull = value.string
    case .privileged: step.isPrivileged = value.bool
    case .user: step.user = value.string
    case .workingDirectory: step.workingDirectory = value.mappedString
    case .volumes: step.mounts = Self.mounts(value)
    default: readContainerOption(key, value)
    }
  }

  private mutating func readContainerOption(_ key: Key, _ value: Node) {
    hasContainerOptions = true
    switch key {
    case .devices: devices = Self.mounts(value)
    case .dns: dns = value.strings
    case .dnsSearch: dnsSearch = value.strings
    case .extraHosts: extraHosts = value.strings
    case .networkMode: networkMode = value.string
    case .memoryLimit: memoryLimit = Self.size(value)
    case .memorySwapLimit: memorySwapLimit = Self.size(value)
    case .sharedMemorySize: sharedMemorySize = Self.size(value)
    case .portBindings: portBindings.append(value)
    case .shell: shell = value.string
    case .group: group = value.integer
    case .resources: resources.append(value)
    default: break
    }
  }

  private consuming func finished() -> Step {
    var step = step
    if !environment.isEmpty { step.environment = DataReader.variables(environment) }
    if !settings.isEmpty { step.settings = DataReader.settings(settings) }
    if !conditions.isEmpty { step.condition = ConditionReader.read(conditions) }
    if hasContainerOptions {
      step.container = ContainerOptions(
        devices: devices, dns: dns, dnsSearch: dnsSearch, extraHosts: extraHosts, networkMode: networkMode,
        memoryLimit: memoryLimit, memorySwapLimit: memorySwapLimit, sharedMemorySize: sharedMemorySize,
        portBindings: DataReader.texts(portBindings), shell: shell, group: group,
        limits: resources.isEmpty ? nil : KubernetesReader.amounts(Fields(of: resources).all("limits")))
    }
    return step
  }

  static func mounts(_ node: Node) -> [Mount] {
    node.items.compactMap { use in
      let item = use.resolved
      guard item.kind == .mapping else { return nil }
      let fields = Fields(of: item)
      return Mount(
        name: fields["name"]?.string, path: fields["path"]?.string, subPath: fields["sub_path"]?.string,
        span: item.span)
    }
  }

  /// A size in bytes; nil where it is none.
  static func size(_ node: Node) -> Located<Int64>? {
    guard node.kind == .scalar else { return nil }
    if let number = node.integer { return number }
    guard case .success(let bytes) = DroneSize.parse(node.text) else { return nil }
    return Located(bytes, node.span)
  }
}
