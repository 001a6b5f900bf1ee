import Diagnostics

/// One pipeline of a file.
public struct Pipeline: Hashable, Sendable {
  /// The whole document.
  public var span: Span
  /// nil when the key is missing.
  public var name: Text?
  /// What runs beside the steps, in source order.
  public var services: [Step]
  /// What runs, in source order.
  public var steps: [Step]
  /// Storage for the steps, in source order.
  public var volumes: [Volume]
  /// Variables for every step.
  public var environment: [Variable]
  /// Names of the pipelines that must end first, as the runner reads them.
  public var dependsOn: [Text]
  /// When the pipeline runs, as the runner reads it.
  public var trigger: Condition?
  /// Where the files lie; nil where the file does not say.
  public var workspace: Workspace?
  /// The keys that are written, with their places.
  public var keys: Keys
  /// What only this dialect has.
  public var details: Details

  /// What each dialect adds.
  public enum Details: Hashable, Sendable {
    case drone(DronePipeline)
  }

  public init(span: Span, details: Details) {
    self.span = span
    self.name = nil
    self.services = []
    self.steps = []
    self.volumes = []
    self.environment = []
    self.dependsOn = []
    self.trigger = nil
    self.workspace = nil
    self.keys = Keys()
    self.details = details
  }

  /// Services, then steps: the order in which a serial run takes them.
  public var allSteps: [Step] { services + steps }

  /// The payload when the pipeline is Drone's.
  public var drone: DronePipeline? {
    if case .drone(let payload) = details { payload } else { nil }
  }
}

/// Where the files of the repository are mounted.
public struct Workspace: Hashable, Sendable {
  /// The folder at which the volume is mounted.
  public var base: Text?
  /// What is added below `base`.
  public var path: Text?
  /// The whole mapping.
  public var span: Span

  public init(base: Text?, path: Text?, span: Span) {
    self.base = base
    self.path = path
    self.span = span
  }
}

/// Storage that steps of a pipeline mount by name.
public struct Volume: Hashable, Sendable {
  /// Where the bytes are.
  public enum Storage: Hashable, Sendable {
    /// Lives as long as the run; `sizeLimit` in bytes.
    case temporary(medium: Text?, sizeLimit: Located<Int64>?)
    case host(path: Text?)
    case claim(name: Text?, isReadOnly: Bool)
    /// `mode` is that of the files.
    case configMap(name: Text?, mode: Located<Int64>?, isOptional: Bool)
    case secret(name: Text?, mode: Located<Int64>?, isOptional: Bool)
  }

  /// The name that mounts use; nil when the key is missing.
  public var name: Text?
  /// nil: neither kind is given, so that the volume does not exist.
  public var storage: Storage?
  /// The whole item.
  public var span: Span
  /// `temp:` or `host:` written without a value.
  public var emptyStorageKey: Text?

  public init(name: Text?, storage: Storage?, span: Span, emptyStorageKey: Text? = nil) {
    self.name = name
    self.storage = storage
    self.span = span
    self.emptyStorageKey = emptyStorageKey
  }
}
