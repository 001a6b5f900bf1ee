import YAML

/// Who reads a key.
struct Views: OptionSet, Sendable {
  let rawValue: UInt8

  static let server = Views(rawValue: 1)
  static let runner = Views(rawValue: 2)
  static let both: Views = [.server, .runner]
}

/// What a value must look like to be decoded.
indirect enum Shape: Sendable {
  /// Any scalar, its text kept as written.
  case string
  case bool
  /// An integer; a float is cut off.
  case integer
  /// A number.
  case float
  /// A number of bytes, or a text such as `512m`.
  case size
  /// A list of scalars.
  case strings
  /// A mapping from names to scalars.
  case stringMap
  /// A scalar, or a mapping with `value` or `from_secret`.
  case variable
  /// Anything; a mapping with `from_secret` is a secret.
  case parameter
  /// A scalar, a list or `{include, exclude}`; decoded without errors.
  case condition
  /// A mapping with known keys.
  case mapping(MappingSchema)
  /// A list of one shape.
  case list(Shape, goType: GoType)
  /// A mapping from any names to one shape.
  case map(Shape, goType: GoType)
  /// A scalar, or a mapping with known keys.
  case stringOr(MappingSchema)
  /// A list of port numbers or of `{port, host, protocol}`.
  case ports(MappingSchema)
  case any
}

/// The name of a decoder's type, as its error messages print it.
struct GoType: Sendable, ExpressibleByStringLiteral {
  var server: String
  var runner: String

  init(server: String, runner: String) {
    self.server = server
    self.runner = runner
  }

  init(stringLiteral text: String) {
    self.init(server: text, runner: text)
  }

  func name(for views: Views) -> String {
    views.contains(.server) ? server : runner
  }
}

/// Where in a file a mapping stands; messages use the noun.
enum Level: String, Sendable {
  case document, pipeline, service, step, clone, concurrency, platform, workspace, volume, mount, device
  case conditions, resources, build, server, metadata, secret, signature, cron, registry, other

  var noun: String {
    switch self {
    case .document: "a document"
    case .pipeline: "a pipeline"
    case .service: "a service"
    case .step: "a step"
    case .clone: "`clone`"
    case .concurrency: "`concurrency`"
    case .platform: "`platform`"
    case .workspace: "`workspace`"
    case .volume: "a volume"
    case .mount: "a volume mount"
    case .device: "a device"
    case .conditions: "a condition"
    case .resources: "`resources`"
    case .build: "`build`"
    case .server: "`server`"
    case .metadata: "`metadata`"
    case .secret: "a secret"
    case .signature: "a signature"
    case .cron: "a cron job"
    case .registry: "a registry"
    case .other: "this mapping"
    }
  }
}

/// The keys of one kind of mapping.
final class MappingSchema: Sendable {
  /// One key: its shape, and who decodes it.
  struct Field: Sendable {
    var name: String
    var shape: Shape
    var views: Views
    /// The shape in the server's structure where it differs from the runner's.
    var serverShape: Shape?
  }

  let level: Level
  let goType: GoType
  /// In the order in which they are offered to people.
  let fields: [Field]
  /// Whether a key's absence from `fields` says nothing, as in free maps.
  let isOpen: Bool
  private let table: NameTable

  init(_ level: Level, _ goType: GoType, isOpen: Bool = false, _ fields: [Field]) {
    self.level = level
    self.goType = goType
    self.fields = fields
    self.isOpen = isOpen
    table = NameTable(fields.map(\.name))
  }

  /// The position of a key in `fields`.
  func position(of key: Node) -> Int? {
    table.position(of: key)
  }

  /// The names of the keys that have an effect.
  var effectiveNames: [String] {
    fields.filter { $0.views.contains(.runner) || Self.serverOnlyNames.contains($0.name) }.map(\.name)
  }

  /// Keys that only the server reads and that do something.
  private static let serverOnlyNames: Set<String> = ["concurrency", "node", "trigger", "depends_on", "platform"]
}

extension MappingSchema.Field {
  /// A key that both the server and the runner decode.
  static func both(_ name: String, _ shape: Shape, server: Shape? = nil) -> Self {
    Self(name: name, shape: shape, views: .both, serverShape: server)
  }

  /// A key that only the runner's structure has.
  static func runner(_ name: String, _ shape: Shape) -> Self {
    Self(name: name, shape: shape, views: .runner, serverShape: nil)
  }

  /// A key that only the server's structure has.
  static func server(_ name: String, _ shape: Shape) -> Self {
    Self(name: name, shape: shape, views: .server, serverShape: nil)
  }

  /// A key of the server's structure that it acts upon, so that the runner's ignorance of it is no loss.
  static func scheduled(_ name: String, _ shape: Shape) -> Self {
    Self(name: name, shape: shape, views: .both, serverShape: nil)
  }
}
