import YAML

/// What a scalar means to go-yaml v2, the decoder of Drone, where the target has no type of its own.
enum GoScalar: Hashable {
  /// `null`, `~` and nothing at all; or `Null` and `NULL`, which are spelled.
  case null(isSpelled: Bool)
  case bool(Bool)
  case integer(Int64)
  case unsigned(UInt64)
  case float(Double)
  case string
  case timestamp
  case binary
  case merge

  /// The tag that error messages name.
  var shortTag: String {
    switch self {
    case .null: "!!null"
    case .bool: "!!bool"
    case .integer, .unsigned: "!!int"
    case .float: "!!float"
    case .string: "!!str"
    case .timestamp: "!!timestamp"
    case .binary: "!!binary"
    case .merge: "!!merge"
    }
  }

  /// Resolves a scalar by its text, style and tag.
  static func resolve(_ node: Node) -> GoScalar {
    switch node.resolvedTag {
    case nil:
      if node.tag != nil { return .string }
      return node.style == .plain ? resolve(plain: node.text) : .string
    case "tag:yaml.org,2002:str":
      return .string
    case "tag:yaml.org,2002:binary":
      return .binary
    case "tag:yaml.org,2002:null", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:int",
      "tag:yaml.org,2002:float", "tag:yaml.org,2002:timestamp":
      return resolve(plain: node.text)
    default:
      return .string
    }
  }

  /// Resolves the text of an untagged plain scalar.
  static func resolve(plain text: String) -> GoScalar {
    guard let first = text.utf8.first else { return .null(isSpelled: false) }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(text, first: first)
    case UInt8(ascii: "y"), UInt8(ascii: "Y"), UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "t"),
      UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"), UInt8(ascii: "o"), UInt8(ascii: "O"),
      UInt8(ascii: "~"), UInt8(ascii: "<"):
      return word(text)
    default:
      return .string
    }
  }

  private static func word(_ text: String) -> GoScalar {
    guard text.utf8.count <= 5 else { return .string }
    switch text {
    case "y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
    case "n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
    case "~", "null": return .null(isSpelled: false)
    case "Null", "NULL": return .null(isSpelled: true)
    case "<<": return .merge
    default: return .string
    }
  }

  private static func number(_ text: String, first: UInt8) -> GoScalar {
    switch text {
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .float(.infinity)
    case "-.inf", "-.Inf", "-.INF": return .float(-.infinity)
    default: break
    }
    if first == UInt8(ascii: ".") {
      let isDecimal = text.utf8.allSatisfy { isDigit($0) || [0x2E, 0x65, 0x45, 0x2B, 0x2D].contains($0) }
      if isDecimal, text.utf8.contains(where: isDigit), let value = Double(text), value.isFinite {
        return .float(value)
      }
      return .string
    }
    if isTimestamp(text) { return .timestamp }
    let digits = text.filter { $0 != "_" }
    if let value = integer(digits) { return value }
    if isStyledFloat(digits), let value = Double(digits), value.isFinite { return .float(value) }
    return .string
  }

  /// An integer by Go's rules for base 0.
  private static func integer(_ text: String) -> GoScalar? {
    var body = Substring(text)
    var isNegative = false
    if let sign = body.first, sign == "-" || sign == "+" {
      isNegative = sign == "-"
      body.removeFirst()
    }
    let isSigned = body.count != text.count
    var radix = 10
    let lowered = body.prefix(2).lowercased()
    if lowered == "0x" {
      (radix, body) = (16, body.dropFirst(2))
    } else if lowered == "0b" {
      (radix, body) = (2, body.dropFirst(2))
    } else if lowered == "0o" {
      (radix, body) = (8, body.dropFirst(2))
    } else if body.count > 1, body.first == "0" {
      (radix, body) = (8, body.dropFirst())
    }
    guard let first = body.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
    if let value = Int64((isNegative ? "-" : "") + body, radix: radix) { return .integer(value) }
    if !isSigned, let value = UInt64(body, radix: radix) { return .unsigned(value) }
    return nil
  }

  /// `[-+]?[0-9]*\.?[0-9]+([eE][-+][0-9]+)?`: the exponent needs its sign, and a digit follows the point.
  private static func isStyledFloat(_ text: String) -> Bool {
    var bytes = text.utf8[...]
    if let first = bytes.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") { bytes.removeFirst() }
    let whole = bytes.prefix(while: isDigit)
    bytes = bytes.dropFirst(whole.count)
    if bytes.first == UInt8(ascii: ".") {
      bytes.removeFirst()
      let fraction = bytes.prefix(while: isDigit)
      guard !fraction.isEmpty else { return false }
      bytes = bytes.dropFirst(fraction.count)
    } else if whole.isEmpty {
      return false
    }
    guard let exponent = bytes.first else { return true }
    guard exponent == UInt8(ascii: "e") || exponent == UInt8(ascii: "E") else { return false }
    bytes.removeFirst()
    guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
    bytes.removeFirst()
    return !bytes.isEmpty && bytes.allSatisfy(isDigit)
  }

  /// Starts as a date with a year of four digits: `2019-1-1`, `2001-12-14t21:59:43.10-05:00`.
  private static func isTimestamp(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count >= 8, bytes[0..<4].allSatisfy(isDigit), bytes[4] == UInt8(ascii: "-") else { return false }
    var index = 5
    for separator in [UInt8(ascii: "-"), 0] {
      let start = index
      while index < bytes.count, isDigit(bytes[index]) { index += 1 }
      guard (1...2).contains(index - start) else { return false }
      if separator != 0 {
        guard index < bytes.count, bytes[index] == separator else { return false }
        index += 1
      }
    }
    guard index < bytes.count else { return true }
    return [UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: " ")].contains(bytes[index])
      && text.utf8.contains(UInt8(ascii: ":"))
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
  }
}
