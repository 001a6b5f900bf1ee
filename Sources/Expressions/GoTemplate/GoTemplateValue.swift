extension GoTemplate {
  /// Data that a template is rendered with, and what comes of it on the way.
  public indirect enum Value: Hashable, Sendable {
    /// What a map without a key gives; it is written `<no value>`.
    case missing
    case null
    case bool(Bool)
    case integer(Int64)
    case float(Double)
    case string(String)
    case list([Value])
    /// Sorted by key.
    case map([Member])
    /// Fields that are known by name; a field that there is not is a failure.
    case structure(type: String, [Member])

    /// A value and its name.
    public struct Member: Hashable, Sendable {
      public var name: String
      public var value: Value

      public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
      }
    }

    /// A map from texts to texts, with its keys in order.
    public static func map(_ texts: [String: String]) -> Value {
      .map(
        texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { Member($0.key, .string($0.value)) })
    }
  }
}

extension GoTemplate.Value {
  /// Whether `if` takes it for true: neither zero nor empty.
  var isTrue: Bool {
    switch self {
    case .missing, .null: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .float(let value): value != 0
    case .string(let value): !value.isEmpty
    case .list(let items): !items.isEmpty
    case .map(let members): !members.isEmpty
    case .structure: true
    }
  }

  /// What Go calls the type.
  var type: String {
    switch self {
    case .missing, .null: "nil"
    case .bool: "bool"
    case .integer: "int"
    case .float: "float64"
    case .string: "string"
    case .list: "[]interface {}"
    case .map(let members):
      members.allSatisfy { if case .string = $0.value { true } else { false } }
        ? "map[string]string" : "map[string]interface {}"
    case .structure(let type, _): type
    }
  }

  /// As `fmt.Print` writes it.
  var text: String {
    switch self {
    case .missing: "<no value>"
    case .null: "<nil>"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .float(let value): GoTemplate.Value.text(of: value)
    case .string(let value): value
    case .list(let items): "[" + items.map(\.text).joined(separator: " ") + "]"
    case .map(let members): "map[" + members.map { "\($0.name):\($0.value.text)" }.joined(separator: " ") + "]"
    case .structure(_, let members): "{" + members.map(\.value.text).joined(separator: " ") + "}"
    }
  }

  /// `%v` of a float: scientific from an exponent of 21 on.
  static func text(of value: Double) -> String {
    guard value.isFinite else { return GoFloat.shortest(value) }
    if value != 0, value.magnitude < 1e-4 || value.magnitude >= 1e21 { return GoFloat.shortest(value) }
    return GoFloat.json(value) ?? GoFloat.shortest(value)
  }

  /// The text that the value takes when it is joined into others, at most: an estimate that bounds work.
  var weight: Int {
    switch self {
    case .string(let text): text.utf8.count
    case .list(let items): items.reduce(2) { $0 &+ $1.weight &+ 1 }
    case .map(let members): members.reduce(5) { $0 &+ $1.value.weight &+ $1.name.utf8.count &+ 2 }
    case .structure(_, let members): members.reduce(2) { $0 &+ $1.value.weight &+ 1 }
    default: 8
    }
  }
}
