import Diagnostics

/// A family of configurations of which `type` chooses one.
public protocol PipeCDFamily: Hashable, Sendable {
  /// The configuration of a type; nil where there is no such type.
  static func configuration(of type: String) -> PipeCD.TaggedConfiguration?
  /// The types that there are.
  static var types: [String] { get }
  /// What upstream says of another type; nil where it takes any.
  static func refusal(type: String, name: String) -> String?
  /// What one is called: `a platform provider`.
  static var title: String { get }
}

extension PipeCD {
  /// A configuration whose `type` says what its `config` means.
  public struct Tagged<Family: PipeCDFamily>: Hashable, Sendable {
    /// The keys beside and including `config`.
    public var head: TaggedHead
    /// What `config` means; nil where the type is not known.
    public var configuration: TaggedConfiguration?

    public init() {
      head = TaggedHead()
      configuration = nil
    }
  }

  /// The keys of a configuration with a type.
  public struct TaggedHead: PipeCDRecord {
    /// Its name.
    public var name: PipeCD.Option<String>
    /// What it is.
    public var type: PipeCD.Option<String>
    /// Its labels.
    public var labels: PipeCD.Option<PipeCD.Map<String>>
    /// The rest, as written.
    public var configuration: PipeCD.Option<PipeCD.Raw>

    public init() {
      name = .zero
      type = .zero
      labels = .zero
      configuration = .zero
    }

    public static var goType: String { "config.generic" }
    public static let fields: [PipeCD.Field<Self>] = [
      .init("name", \.name), .init("type", \.type), .init("labels", \.labels), .init("config", \.configuration),
    ]
  }
}

extension PipeCD.Tagged: PipeCDValue {
  public static var zero: Self { Self() }
  public static var goType: String { "config.generic" }
  public static var title: String { Family.title }

  public mutating func decode(_ data: Data, with decoder: inout PipeCD.Decoder) {
    decoder.alone(isStrict: false) { decoder in
      head.decode(data, with: &decoder)
      guard !decoder.hasFailures(in: data.span) else { return }
      guard var configuration = Family.configuration(of: head.type.value) else {
        if let upstream = Family.refusal(type: head.type.value, name: head.name.value) {
          decoder.unknownType(head.type.value, of: Family.self, at: head.type.place ?? data.span, upstream: upstream)
        }
        return
      }
      if let written = head.configuration.value.data, !written.isNull {
        decoder.descend("config") { decoder in
          decoder.alone(isStrict: false) { configuration.decode(written, with: &$0) }
        }
      }
      self.configuration = configuration
    }
  }

  public mutating func fillDefaults() { configuration?.fillDefaults() }

  public func write(to printer: inout PipeCD.Printer) {
    printer.beginObject()
    for field in PipeCD.TaggedHead.fields where field.name != "config" { field.write(head, &printer) }
    printer.key("config")
    if let configuration { configuration.write(to: &printer) } else { printer.null() }
    printer.endObject()
  }
}

extension PipeCD {
  /// All configurations that a type can choose.
  public indirect enum TaggedConfiguration: Hashable, Sendable {
    case kubernetes(KubernetesProvider)
    case terraform(TerraformProvider)
    case cloudRun(CloudRunProvider)
    case lambda(AmazonProvider)
    case ecs(AmazonProvider)
    case prometheus(PrometheusProvider)
    case datadog(DatadogProvider)
    case stackdriver(StackdriverProvider)
    case keyPair(KeyPair)
    case googleKeys(GoogleKeys)
    case firestore(Firestore)
    case mysql(MySQL)
    case googleStorage(GoogleStorage)
    case s3(S3Storage)
    case minio(MinioStorage)

    private mutating func update(_ body: (inout any PipeCDRecord) -> Void) {
      func changed<Record: PipeCDRecord>(_ record: Record) -> Record {
        var box: any PipeCDRecord = record
        body(&box)
        return box as? Record ?? record
      }
      switch self {
      case .kubernetes(let value): self = .kubernetes(changed(value))
      case .terraform(let value): self = .terraform(changed(value))
      case .cloudRun(let value): self = .cloudRun(changed(value))
      case .lambda(let value): self = .lambda(changed(value))
      case .ecs(let value): self = .ecs(changed(value))
      case .prometheus(let value): self = .prometheus(changed(value))
      case .datadog(let value): self = .datadog(changed(value))
      case .stackdriver(let value): self = .stackdriver(changed(value))
      case .keyPair(let value): self = .keyPair(changed(value))
      case .googleKeys(let value): self = .googleKeys(changed(value))
      case .firestore(let value): self = .firestore(changed(value))
      case .mysql(let value): self = .mysql(changed(value))
      case .googleStorage(let value): self = .googleStorage(changed(value))
      case .s3(let value): self = .s3(changed(value))
      case .minio(let value): self = .minio(changed(value))
      }
    }

    mutating func decode(_ data: Data, with decoder: inout Decoder) { update { $0.decode(data, with: &decoder) } }

    mutating func fillDefaults() {
      update { $0.fillDefaults() }
      // Only the functions of Lambda are asked for at intervals.
      if case .lambda(var provider) = self, provider.pollingInterval.value == .zero {
        provider.pollingInterval.value = .seconds(15)
        self = .lambda(provider)
      }
    }

    func write(to printer: inout Printer) {
      var copy = self
      copy.update { $0.write(to: &printer) }
    }
  }

  /// Where v0 deploys to.
  public enum PlatformProviders: PipeCDFamily {
    public static let title = "a platform provider"
    public static let types = ["KUBERNETES", "TERRAFORM", "CLOUDRUN", "LAMBDA", "ECS"]
    public static func configuration(of type: String) -> TaggedConfiguration? {
      switch type {
      case "KUBERNETES": .kubernetes(.zero)
      case "TERRAFORM": .terraform(.zero)
      case "CLOUDRUN": .cloudRun(.zero)
      case "LAMBDA": .lambda(.zero)
      case "ECS": .ecs(.zero)
      default: nil
      }
    }
    /// Upstream prints the name where it means the type.
    public static func refusal(type: String, name: String) -> String? { "unsupported platform provider type: \(name)" }
  }

  /// Who answers the queries of an analysis.
  public enum AnalysisProviders: PipeCDFamily {
    public static let title = "an analysis provider"
    public static let types = ["PROMETHEUS", "DATADOG", "STACKDRIVER"]
    public static func configuration(of type: String) -> TaggedConfiguration? {
      switch type {
      case "PROMETHEUS": .prometheus(.zero)
      case "DATADOG": .datadog(.zero)
      case "STACKDRIVER": .stackdriver(.zero)
      default: nil
      }
    }
    /// Upstream prints the name where it means the type.
    public static func refusal(type: String, name: String) -> String? { "unsupported analysis provider type: \(name)" }
  }

  /// How secrets are encrypted.
  public enum SecretManagements: PipeCDFamily {
    public static let title = "a secret management"
    public static let types = ["KEY_PAIR", "GCP_KMS"]
    public static func configuration(of type: String) -> TaggedConfiguration? {
      switch type {
      case "KEY_PAIR": .keyPair(.zero)
      case "GCP_KMS": .googleKeys(.zero)
      default: nil
      }
    }
    /// Upstream prints the type before it has set it.
    public static func refusal(type: String, name: String) -> String? { "unsupported secret management type: " }
  }

  /// The database of the control plane.
  public enum DataStores: PipeCDFamily {
    public static let title = "a data store"
    public static let types = ["FIRESTORE", "MYSQL"]
    public static func configuration(of type: String) -> TaggedConfiguration? {
      switch type {
      case "FIRESTORE": .firestore(.zero)
      case "MYSQL": .mysql(.zero)
      default: nil
      }
    }
    public static func refusal(type: String, name: String) -> String? { nil }
  }

  /// Where the control plane keeps files.
  public enum FileStores: PipeCDFamily {
    public static let title = "a file store"
    public static let types = ["GCS", "S3", "MINIO"]
    public static func configuration(of type: String) -> TaggedConfiguration? {
      switch type {
      case "GCS": .googleStorage(.zero)
      case "S3": .s3(.zero)
      case "MINIO": .minio(.zero)
      default: nil
      }
    }
    public static func refusal(type: String, name: String) -> String? { nil }
  }
}
