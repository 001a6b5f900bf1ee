import Diagnostics
import IR
import YAML

/// What a scalar means by the core schema of YAML 1.2, as Harness files are read: `yes`, `on` and dates are texts.
enum CoreScalar {
  /// The typed value; a scalar in quotes, of a block or with a tag of its own is a text unless the tag says otherwise.
  static func value(of node: Node) -> Data.Value {
    let text = Text(node.text, at: node.span, map: node.offsetMap())
    switch node.resolvedTag {
    case "tag:yaml.org,2002:str": return .string(text)
    case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
      return plain(text.value) ?? .string(text)
    default:
      guard node.style == .plain, node.tag == nil else { return .string(text) }
      return plain(text.value) ?? .string(text)
    }
  }

  /// The value of a plain scalar that is no text; nil for texts.
  static func plain(_ text: String) -> Data.Value? {
    switch text {
    case "", "~", "null": return .null(isSpelled: false)
    case "Null", "NULL": return .null(isSpelled: true)
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: return number(text)
    }
  }

  /// - Complexity: a text that cannot be a number is told by its first bytes.
  private static func number(_ text: String) -> Data.Value? {
    let bytes = text.utf8
    guard let first = bytes.first, bytes.count <= 400 else { return nil }
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    let body = isSigned ? text.dropFirst() : Substring(text)
    guard let start = body.utf8.first, isDigit(start) || start == UInt8(ascii: ".") else { return nil }
    if !isSigned, body.hasPrefix("0x") || body.hasPrefix("0o") {
      return based(body.dropFirst(2), radix: body.hasPrefix("0x") ? 16 : 8)
    }
    if body.utf8.allSatisfy(isDigit) {
      if let value = Int64(text) { return .integer(value) }
      if let value = UInt64(text) { return .unsigned(value) }
      return Double(text).map { .float($0) }
    }
    return float(body, isNegative: first == UInt8(ascii: "-"))
  }

  private static func based(_ digits: Substring, radix: Int) -> Data.Value? {
    // The initialisers below take a sign, which YAML does not.
    guard let first = digits.utf8.first, first != UInt8(ascii: "+"), first != UInt8(ascii: "-") else { return nil }
    if let value = Int64(digits, radix: radix) { return .integer(value) }
    return UInt64(digits, radix: radix).map { .unsigned($0) }
  }

  /// `[-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?`, `.inf` and `.nan`; the sign is gone already.
  private static func float(_ body: Substring, isNegative: Bool) -> Data.Value? {
    switch body {
    case ".inf", ".Inf", ".INF": return .float(isNegative ? -.infinity : .infinity)
    case ".nan", ".NaN", ".NAN": return .float(.nan)
    default: break
    }
    var rest = body.utf8[...]
    let whole = rest.prefix(while: isDigit)
    rest = rest.dropFirst(whole.count)
    var fraction = rest.prefix(0)
    if rest.first == UInt8(ascii: ".") {
      fraction = rest.dropFirst().prefix(while: isDigit)
      rest = rest.dropFirst(1 + fraction.count)
    }
    guard !whole.isEmpty || !fraction.isEmpty else { return nil }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest = rest.dropFirst() }
      let exponent = rest.prefix(while: isDigit)
      guard !exponent.isEmpty else { return nil }
      rest = rest.dropFirst(exponent.count)
    }
    guard rest.isEmpty else { return nil }
    let text = body.first == "." ? "0" + body : String(body)
    guard let value = Double(text.replacingTrailingPoint) else { return nil }
    return .float(isNegative ? -value : value)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}

extension String {
  /// `1.` and `1.e5` as Swift wants them: `1.0` and `1.0e5`.
  fileprivate var replacingTrailingPoint: String {
    guard let point = firstIndex(of: ".") else { return self }
    let after = index(after: point)
    guard after == endIndex || !self[after].isNumber else { return self }
    return self[..<after] + "0" + self[after...]
  }
}
