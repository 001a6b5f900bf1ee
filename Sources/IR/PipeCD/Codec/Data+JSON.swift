import Diagnostics
import Expressions

extension Data {
  /// What JSON calls the type.
  public var jsonType: String {
    switch value {
    case .null: "null"
    case .bool: "bool"
    case .integer, .unsigned, .float: "number"
    case .string, .binary: "string"
    case .list: "array"
    case .map: "object"
    }
  }

  /// The value as one line of JSON, keys sorted, as Go writes it; cut off where it is very long.
  public var json: String {
    var json = JSONWriter(layout: .compact)
    writeJSON(to: &json)
    return json.text
  }

  /// Writes the value as JSON, the members of maps in the order of their keys.
  public func writeJSON(to json: inout JSONWriter) {
    switch value {
    case .null: json.null()
    case .bool(let value): json.bool(value)
    case .integer(let value): json.integer(value)
    case .unsigned(let value): json.integer(value)
    case .float(let value):
      if value == value.rounded(), value.magnitude < 1e15 { json.integer(Int64(value)) } else { json.number(value) }
    case .string(let text): json.string(text.value)
    case .binary(let bytes): json.string(String(decoding: bytes, as: UTF8.self))
    case .list(let items): json.array(items) { $1.writeJSON(to: &$0) }
    case .map(let entries):
      json.object { json in
        for entry in entries.sortedAsJSON() {
          guard case .string(let key) = entry.key.value else { continue }
          json.key(key.value)
          entry.value.writeJSON(to: &json)
        }
      }
    }
  }

  /// The value of a key in any case, as Go finds it; nil where this is no map or has no such key.
  public func member(_ key: String) -> Data? {
    guard case .map(let entries) = value else { return nil }
    let lowered = key.lowercased()
    return entries.last {
      guard case .string(let name) = $0.key.value else { return false }
      return name.value == key || name.value.lowercased() == lowered
    }?.value
  }

  /// Whether this is `null` or nothing.
  public var isNull: Bool { if case .null = value { true } else { false } }

  /// Whether this is a zero that somebody wrote on purpose: `0`, `0s`; an empty text is none.
  var isZero: Bool {
    switch value {
    case .integer(let value): value == 0
    case .float(let value): value == 0
    case .string(let text): !text.value.isEmpty
    default: false
    }
  }
}
