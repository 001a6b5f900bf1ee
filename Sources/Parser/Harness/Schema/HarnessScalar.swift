import CHarnessKeys
import YAML

/// What a scalar is by the core schema of YAML 1.2, told without making a value of it.
enum HarnessScalar: Sendable {
  case null, bool, integer, number, text

  init(_ node: Node) {
    if node.tag != nil {
      switch node.resolvedTag {
      case "tag:yaml.org,2002:int", "tag:yaml.org,2002:float", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:null":
        self = node.withText(Self.plain)
      default: self = .text
      }
      return
    }
    self = node.style == .plain ? node.withText(Self.plain) : .text
  }

  /// How people call it.
  var noun: String {
    switch self {
    case .null: "nothing"
    case .bool: "a truth value"
    case .integer, .number: "a number"
    case .text: "a text"
    }
  }

  private static func plain(_ text: UnsafeBufferPointer<UInt8>) -> HarnessScalar {
    guard let first = text.first else { return .null }
    switch first {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
      return number(text)
    case UInt8(ascii: "~"): return text.count == 1 ? .null : .text
    case UInt8(ascii: "n"), UInt8(ascii: "N"): return isWord(text, "null", "Null", "NULL") ? .null : .text
    case UInt8(ascii: "t"), UInt8(ascii: "T"): return isWord(text, "true", "True", "TRUE") ? .bool : .text
    case UInt8(ascii: "f"), UInt8(ascii: "F"): return isWord(text, "false", "False", "FALSE") ? .bool : .text
    default: return .text
    }
  }

  private static func isWord(_ text: UnsafeBufferPointer<UInt8>, _ words: StaticString...) -> Bool {
    words.contains { word in
      text.count == word.utf8CodeUnitCount
        && text.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
  }

  /// `0x…`, `0o…`, digits, or digits with a point or an exponent.
  private static func number(_ text: UnsafeBufferPointer<UInt8>) -> HarnessScalar {
    if text.count > 2, text[0] == UInt8(ascii: "0"), text[1] == UInt8(ascii: "x") || text[1] == UInt8(ascii: "o") {
      let isOctal = text[1] == UInt8(ascii: "o")
      return text.dropFirst(2).allSatisfy { isOctal ? (0x30...0x37).contains($0) : isHexadecimal($0) }
        ? .integer : .text
    }
    var rest = text[...]
    if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    if rest.count == 4, rest.first == UInt8(ascii: ".") {
      let word = rest.dropFirst().map { $0 | 0x20 }
      if word == Array("inf".utf8) || (word == Array("nan".utf8) && rest.count == text.count) { return .number }
    }
    let whole = rest.prefix(while: isDigit).count
    rest = rest.dropFirst(whole)
    if rest.isEmpty { return whole > 0 ? .integer : .text }
    var fraction = 0
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      fraction = rest.prefix(while: isDigit).count
      rest = rest.dropFirst(fraction)
    }
    guard whole + fraction > 0 else { return .text }
    if let mark = rest.first, mark | 0x20 == UInt8(ascii: "e") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
      let exponent = rest.prefix(while: isDigit).count
      guard exponent > 0 else { return .text }
      rest = rest.dropFirst(exponent)
    }
    return rest.isEmpty ? .number : .text
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x66).contains(byte | 0x20)
  }
}

/// The patterns that texts must match, as automata.
enum HarnessTextPattern {
  /// Whether the pattern is found in the text of a scalar; linear in its length.
  static func matches(_ number: UInt16, _ node: Node) -> Bool {
    node.withText { matches(number, $0) }
  }

  static func matches(_ number: UInt16, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let pattern = harnessPatterns()[Int(number)]
    let classes = harnessClasses() + 256 * Int(pattern.classes)
    let transitions = harnessTransitions() + Int(pattern.first)
    let width = Int(pattern.classCount)
    var entry = UInt16(pattern.acceptsEmpty)
    for byte in text {
      entry = transitions[Int(entry >> 1) * width + Int(classes[Int(byte)])]
    }
    return entry & 1 != 0
  }

  /// What texts look like that match.
  static func meaning(_ number: UInt16) -> String { HarnessKeys.name(harnessPatterns()[Int(number)].meaning) }
}
