import Diagnostics

/// One step or service of a pipeline.
public struct Step: Hashable, Sendable {
  /// What it is to its pipeline.
  public enum Role: String, Hashable, Sendable {
    case service, step
  }

  /// What it is to its pipeline.
  public var role: Role
  /// The whole item.
  public var span: Span
  /// nil when the key is missing or has the wrong shape.
  public var name: Text?
  /// The container image as written.
  public var image: Text?
  /// Empty without a `commands` key, or with an empty list.
  public var commands: [Text]
  /// The container's command, used only without `commands`.
  public var command: [Text]
  /// The container's entrypoint; empty for the image's own.
  public var entrypoint: [Text]
  /// Parameters of a plugin, in source order.
  public var settings: [Setting]
  /// Variables, in source order.
  public var environment: [Variable]
  /// When it runs; nil for always.
  public var condition: Condition?
  /// Names of the steps that must end first.
  public var dependsOn: [Text]
  /// Whether nobody waits for its end; nil when the key is missing.
  public var isDetached: Located<Bool>?
  /// The policy as written: `ignore`, `fast`, …
  public var failure: Text?
  /// The pull policy as written.
  public var pull: Text?
  /// Whether its container has all privileges; nil when the key is missing.
  public var isPrivileged: Located<Bool>?
  /// The user in the container, as written.
  public var user: Text?
  /// The folder that its program starts in.
  public var workingDirectory: Text?
  /// Volumes of the pipeline and where they are mounted.
  public var mounts: [Mount]
  /// What few steps have.
  public var container: ContainerOptions?
  /// The keys that are written, with their places.
  public var keys: Keys

  public init(role: Role, span: Span) {
    self.role = role
    self.span = span
    self.name = nil
    self.image = nil
    self.commands = []
    self.command = []
    self.entrypoint = []
    self.settings = []
    self.environment = []
    self.condition = nil
    self.dependsOn = []
    self.isDetached = nil
    self.failure = nil
    self.pull = nil
    self.isPrivileged = nil
    self.user = nil
    self.workingDirectory = nil
    self.mounts = []
    self.container = nil
    self.keys = Keys()
  }

  /// The name's place if there is one, else the start of the step.
  public var nameSpan: Span {
    name?.span ?? Span(span.source, span.start, min(span.start + 1, span.end))
  }
}

/// The container options that few steps use.
public final class ContainerOptions: Hashable, Sendable {
  /// Devices, which are volumes of the pipeline, and their paths.
  public let devices: [Mount]
  /// Addresses of name servers.
  public let dns: [Text]
  /// Domains in which short names are looked up.
  public let dnsSearch: [Text]
  /// Lines for `/etc/hosts`: `NAME:ADDRESS`.
  public let extraHosts: [Text]
  /// The engine's network mode instead of the pipeline's network.
  public let networkMode: Text?
  /// In bytes; 0 or less means unset.
  public let memoryLimit: Located<Int64>?
  /// Memory and swap together, in bytes; 0 or less means unset.
  public let memorySwapLimit: Located<Int64>?
  /// The size of `/dev/shm` in bytes; 0 or less means unset.
  public let sharedMemorySize: Located<Int64>?
  /// Ports of the machine that lead to the container; only vm pipelines have them.
  public let portBindings: [Variable]
  /// The shell for `commands`, as written.
  public let shell: Text?
  /// The group, and limits, that a kubernetes container has.
  public let group: Located<Int64>?
  public let limits: ResourceAmounts?

  public init(
    devices: [Mount] = [], dns: [Text] = [], dnsSearch: [Text] = [], extraHosts: [Text] = [], networkMode: Text? = nil,
    memoryLimit: Located<Int64>? = nil, memorySwapLimit: Located<Int64>? = nil,
    sharedMemorySize: Located<Int64>? = nil, portBindings: [Variable] = [], shell: Text? = nil,
    group: Located<Int64>? = nil, limits: ResourceAmounts? = nil
  ) {
    self.devices = devices
    self.dns = dns
    self.dnsSearch = dnsSearch
    self.extraHosts = extraHosts
    self.networkMode = networkMode
    self.memoryLimit = memoryLimit
    self.memorySwapLimit = memorySwapLimit
    self.sharedMemorySize = sharedMemorySize
    self.portBindings = portBindings
    self.shell = shell
    self.group = group
    self.limits = limits
  }

  public static func == (left: ContainerOptions, right: ContainerOptions) -> Bool {
    left.devices == right.devices && left.dns == right.dns && left.dnsSearch == right.dnsSearch
      && left.extraHosts == right.extraHosts && left.networkMode == right.networkMode
      && left.memoryLimit == right.memoryLimit && left.memorySwapLimit == right.memorySwapLimit
      && left.sharedMemorySize == right.sharedMemorySize && left.portBindings == right.portBindings
      && left.shell == right.shell && left.group == right.group && left.limits == right.limits
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(devices)
    hasher.combine(networkMode)
    hasher.combine(memoryLimit)
  }
}

/// A volume (or device) by name at a path.
public struct Mount: Hashable, Sendable {
  /// The name of a volume of the pipeline.
  public var name: Text?
  /// Where it is in the container.
  public var path: Text?
  /// The part of the volume that is mounted; only kubernetes pipelines have it.
  public var subPath: Text?
  /// The whole item.
  public var span: Span

  public init(name: Text?, path: Text?, subPath: Text? = nil, span: Span) {
    self.name = name
    self.path = path
    self.subPath = subPath
    self.span = span
  }
}

/// Which keys of a mapping are written, and where.
public struct Keys: Hashable, Sendable {
  /// A key and its place.
  public struct Entry: Hashable, Sendable {
    /// The key.
    public var key: Key
    /// Where it is written.
    public var span: Span

    public init(key: Key, span: Span) {
      self.key = key
      self.span = span
    }
  }

  /// In source order; a key written twice is here twice.
  public var entries: [Entry] = []

  public init() {}

  /// Where the key is written; nil when it is not.
  public subscript(key: Key) -> Span? {
    entries.last { $0.key == key }?.span
  }

  public static func == (left: Keys, right: Keys) -> Bool {
    left.entries.map(\.key) == right.entries.map(\.key)
  }

  public func hash(into hasher: inout Hasher) {
    for entry in entries { hasher.combine(entry.key) }
  }
}

/// The known keys of steps and pipelines.
public enum Key: UInt8, Hashable, Sendable {
  case name, image, commands, command, entrypoint, environment, settings, when, dependsOn, detach, failure, pull
  case privileged, user, workingDirectory, volumes, devices, dns, dnsSearch, extraHosts, networkMode
  case memoryLimit, memorySwapLimit, sharedMemorySize, shell, build, push, ports, portBindings, resources, group
  case kind, type, version, clone, concurrency, imagePullSecrets, node, platform, services, steps, trigger, workspace
  case server, token, pool
  case metadata, nodeName, nodeSelector, serviceAccountName, tolerations, dnsConfig, hostAliases
}
