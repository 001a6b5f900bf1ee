import Expressions
import IR

/// How Drone hands a setting to a plugin: as the text of one environment variable.
public enum PluginSetting {
  /// `PLUGIN_` and the key in upper case; nothing else about the key changes, so `cache-from` stays unreadable to most
  /// plugins.
  public static func variableName(for key: String) -> String {
    var name = "PLUGIN_"
    for scalar in key.unicodeScalars {
      // Go maps rune by rune, so that `ß`, whose upper case is two letters, stays.
      let upper = scalar.properties.uppercaseMapping
      if upper.unicodeScalars.count == 1 { name += upper } else { name.unicodeScalars.append(scalar) }
    }
    return name
  }

  /// The text of a value; nil when the variable is not set at all. May be empty: then no container gets the variable.
  public static func text(of data: Data) -> String? {
    switch data.value {
    case .null(isSpelled: false): nil
    case .null(isSpelled: true): "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .float(let value): GoFloat.shortest(value)
    case .string(let text): text.value
    case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
    case .list(let items):
      items.allSatisfy(isScalar) ? items.map(element).joined(separator: ",") : PluginJSON.text(of: data) ?? ""
    case .map: PluginJSON.text(of: data) ?? ""
    }
  }

  private static func isScalar(_ data: Data) -> Bool {
    switch data.value {
    case .list, .map: false
    default: true
    }
  }

  /// One element of a list of scalars.
  private static func element(_ data: Data) -> String {
    switch data.value {
    case .null: ""
    case .float(let value) where value.isNaN: ".nan"
    case .float(let value) where value.isInfinite: value < 0 ? "-.inf" : ".inf"
    default: text(of: data) ?? ""
    }
  }
}

/// JSON as Drone writes it for plugins: compact, keys sorted by bytes, `<`, `>` and `&` escaped.
enum PluginJSON {
  /// Nil where JSON has no word for a value: infinities, not-a-number, a null key.
  static func text(of data: Data) -> String? {
    var bytes: [UInt8] = []
    guard write(data, to: &bytes) else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func write(_ data: Data, to bytes: inout [UInt8]) -> Bool {
    switch data.value {
    case .null: bytes += "null".utf8
    case .bool(let value): bytes += (value ? "true" : "false").utf8
    case .integer(let value): bytes += String(value).utf8
    case .unsigned(let value): bytes += String(value).utf8
    case .float(let value):
      guard let text = GoFloat.json(value) else { return false }
      bytes += text.utf8
    case .string(let text): quote(text.value, to: &bytes)
    case .binary(let binary): quote(String(decoding: binary, as: UTF8.self), to: &bytes)
    case .list(let items): return write(items, to: &bytes)
    case .map(let entries): return write(entries, to: &bytes)
    }
    return true
  }

  private static func write(_ items: [Data], to bytes: inout [UInt8]) -> Bool {
    bytes.append(UInt8(ascii: "["))
    for (index, item) in items.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      guard write(item, to: &bytes) else { return false }
    }
    bytes.append(UInt8(ascii: "]"))
    return true
  }

  private static func write(_ entries: [Data.Entry], to bytes: inout [UInt8]) -> Bool {
    var keyed: [(key: String, value: Data)] = []
    for entry in entries {
      guard let key = key(entry.key) else { return false }
      keyed.append((key, entry.value))
    }
    keyed.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    bytes.append(UInt8(ascii: "{"))
    for (index, entry) in keyed.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      quote(entry.key, to: &bytes)
      bytes.append(UInt8(ascii: ":"))
      guard write(entry.value, to: &bytes) else { return false }
    }
    bytes.append(UInt8(ascii: "}"))
    return true
  }

  private static func key(_ data: Data) -> String? {
    switch data.value {
    case .string(let text): text.value
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .float(let value) where value.isFinite: GoFloat.shortest(value)
    case .float(let value): value.isNaN ? ".nan" : value < 0 ? "-.inf" : ".inf"
    case .binary(let bytes): String(decoding: bytes, as: UTF8.self)
    case .null, .list, .map: nil
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": bytes += "\\\"".utf8
      case "\\": bytes += "\\\\".utf8
      case "\n": bytes += "\\n".utf8
      case "\r": bytes += "\\r".utf8
      case "\t": bytes += "\\t".utf8
      case "\u{08}": bytes += "\\b".utf8
      case "\u{0C}": bytes += "\\f".utf8
      case "<", ">", "&", "\u{2028}", "\u{2029}", "\u{00}"..<" ":
        let digits = String(scalar.value, radix: 16)
        bytes += "\\u".utf8
        bytes += String(repeating: "0", count: 4 - digits.utf8.count).utf8
        bytes += digits.utf8
      default: bytes += UTF8.encode(scalar)?.map { $0 } ?? []
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
