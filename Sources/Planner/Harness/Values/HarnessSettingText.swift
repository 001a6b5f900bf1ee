import Expressions

/// How Harness hands a setting to a plugin: as the text of one environment variable.
///
/// Unlike Drone it writes null as an empty text, and lists and maps in the way of Jackson's pretty printer.
enum HarnessSettingText {
  /// `PLUGIN_` and the key in upper case; nothing else about the key changes.
  static func variableName(for key: String) -> String { "PLUGIN_" + key.uppercased() }

  /// - Parameter isCompact: JSON without white space, which every plugin reads as well.
  static func text(of value: HarnessValue, isCompact: Bool) -> Plan.Value {
    var text = TextPieces()
    switch value {
    case .list(let items) where items.allSatisfy(\.isScalar):
      for (index, item) in items.enumerated() {
        if index > 0 { text.append(",") }
        text.append(item.scalar)
      }
    case .list, .map:
      var writer = HarnessJSON(isCompact: isCompact)
      writer.write(value)
      return writer.text.value
    default: text.append(value.scalar)
    }
    return text.value
  }
}

extension HarnessValue {
  /// Whether it is neither list nor map.
  var isScalar: Bool {
    switch self {
    case .list, .map: false
    default: true
    }
  }

  /// The text of a scalar as Harness writes it; null is empty; lists and maps are compact JSON.
  var scalar: Plan.Value {
    switch self {
    case .null: return .literal("")
    case .boolean(let flag): return .literal(flag ? "true" : "false")
    case .integer(let number): return .literal(String(number))
    case .number(let number): return .literal(JexlValue.double(number).renderedText)
    case .text(let text): return .literal(text)
    case .secret(let name): return .secret(name)
    case .deferred(let expression): return .deferred(expression: expression)
    case .pieces(let pieces): return .pieces(pieces)
    case .list, .map:
      var writer = HarnessJSON(isCompact: true)
      writer.write(self)
      return writer.text.value
    }
  }

  /// Its text where nothing in it is open.
  var literalText: String? { scalar.literal }
}

/// JSON in the two forms that Harness writes: compact in texts, in lines for settings of plugins.
struct HarnessJSON {
  let isCompact: Bool
  private(set) var text = TextPieces()
  private var depth = 0

  init(isCompact: Bool) { self.isCompact = isCompact }

  mutating func write(_ value: HarnessValue) {
    switch value {
    case .null: text.append("null")
    case .boolean(let flag): text.append(flag ? "true" : "false")
    case .integer(let number): text.append(String(number))
    case .number(let number): text.append(JexlValue.double(number).renderedText)
    case .text(let content): text.append("\"\(Self.escaped(content))\"")
    case .secret, .deferred, .pieces:
      text.append("\"")
      for piece in TextPieces(value.scalar).pieces {
        if case .literal(let content) = piece { text.append(Self.escaped(content)) } else { text.append(piece) }
      }
      text.append("\"")
    case .list(let items): write(items)
    case .map(let members): write(members)
    }
  }

  private mutating func write(_ items: [HarnessValue]) {
    guard !items.isEmpty else { return text.append(isCompact ? "[]" : "[ ]") }
    text.append(isCompact ? "[" : "[ ")
    for (index, item) in items.enumerated() {
      if index > 0 { text.append(isCompact ? "," : ", ") }
      write(item)
    }
    text.append(isCompact ? "]" : " ]")
  }

  /// Only maps indent: lists stay on the line.
  private mutating func write(_ members: [HarnessValue.Member]) {
    guard !members.isEmpty else { return text.append(isCompact ? "{}" : "{ }") }
    text.append("{")
    depth += 1
    for (index, member) in members.enumerated() {
      if index > 0 { text.append(",") }
      startLine()
      text.append("\"\(Self.escaped(member.name))\"" + (isCompact ? ":" : " : "))
      write(member.value)
    }
    depth -= 1
    startLine()
    text.append("}")
  }

  private mutating func startLine() {
    if !isCompact { text.append("\n" + String(repeating: "  ", count: depth)) }
  }

  private static func escaped(_ content: String) -> String {
    var result = ""
    for scalar in content.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{08}": result += "\\b"
      case "\u{0C}": result += "\\f"
      case "\u{00}"..<" ":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
