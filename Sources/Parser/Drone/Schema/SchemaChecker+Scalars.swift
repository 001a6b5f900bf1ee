import Diagnostics
import Expressions
import YAML

extension SchemaChecker {
  mutating func checkScalar(
    _ node: Node, at place: Place, for readers: Views, expected: String, goType: GoType
  ) {
    guard node.kind != .scalar else { return }
    mismatch(node, at: place, for: readers, expected: expected, goType: goType)
  }

  mutating func checkTyped(_ node: Node, _ shape: Shape, at place: Place, for readers: Views) {
    let expected: String
    let goType: GoType
    let scalar = node.kind == .scalar ? GoScalar.resolve(node) : nil
    switch (shape, scalar) {
    case (_, .null?): return
    case (.bool, .bool?): return
    case (.integer, .integer?), (.integer, .unsigned?): return
    case (.integer, .float(let value)?) where value.magnitude < 9.2e18: return
    case (.float, .integer?), (.float, .unsigned?), (.float, .float?): return
    case (.bool, _): (expected, goType) = ("`true` or `false`", "bool")
    case (.float, _): (expected, goType) = ("a number", "float64")
    default: (expected, goType) = ("a whole number", "int")
    }
    let isQuoted = node.kind == .scalar && node.style != .plain
    mismatch(
      node, at: place, for: readers, expected: expected, goType: goType,
      help: isQuoted ? "take the quotes away: a quoted scalar is always a text" : nil)
  }

  mutating func checkSize(_ node: Node, at place: Place, for readers: Views) {
    guard node.kind == .scalar else {
      mismatch(node, at: place, for: readers, expected: "a size", goType: "string")
      return
    }
    switch GoScalar.resolve(node) {
    case .null, .integer, .float: return
    default: break
    }
    guard case .failure(let error) = DroneSize.parse(node.text) else { return }
    log.refuse(
      "invalid-size", "\(place.name) is not a size: `\(node.text)`", at: node.span, by: readers,
      upstream: error.message, help: "write a number and a unit, such as `512m` or `1.5g`")
  }

  mutating func checkVariable(_ node: Node, at place: Place, for readers: Views) {
    switch node.kind {
    case .scalar:
      checkQuotedNull(node, at: place, for: readers, goType: "*manifest.Variable", server: "*yaml.Variable")
    case .mapping:
      for entry in Fields(of: node).entries
      where entry.value.kind != .scalar && (entry.key.equals("value") || entry.key.equals("from_secret")) {
        mismatch(
          entry.value, at: Place(key: entry.key), for: readers, expected: "a text",
          goType: "string")
      }
    default:
      mismatch(
        node, at: place, for: readers, expected: "a text or `{from_secret: NAME}`",
        goType: GoType(server: "yaml.variable", runner: "manifest.variable"))
    }
  }

  /// The decoder takes a quoted `null` or `~` for null half-way: it skips the value's own decoding and then fails.
  mutating func checkQuotedNull(
    _ node: Node, at place: Place, for readers: Views, goType: String, server: String
  ) {
    guard node.kind == .scalar, node.style != .plain, node.tag == nil, node.equals("null") || node.equals("~") else {
      return
    }
    mismatch(
      node, at: place, for: readers, expected: "any text but a quoted `\(node.text)`",
      goType: GoType(server: server, runner: goType),
      help: "the decoder mistakes a quoted `null` for null; write another text, or leave the key out")
  }

  /// `!` and `&` at the start of a text are YAML's, not the author's.
  mutating func noteLostTag(_ node: Node) {
    guard reportsKeys else { return }
    if let tag = node.tag, let span = node.tagSpan, !tag.hasPrefix("!!"), !tag.hasPrefix("!<") {
      let rest = node.equals("") ? "nothing is left of it" : "what is left is `\(node.text.prefix(40))`"
      log.note(
        "lost-tag", "`\(tag)` is a tag to YAML and is thrown away; \(rest)", at: span,
        help: "put the whole text in quotes")
    }
    if let anchor = node.anchor, let span = node.anchorSpan, node.isNullScalar {
      log.note(
        "lost-tag", "`&\(anchor)` is an anchor to YAML; nothing is left of the text", at: span,
        help: "put the whole text in quotes")
    }
  }

  /// The same in the lists of a condition, whose items never raise an error.
  mutating func noteLostTags(in condition: Node) {
    switch condition.kind {
    case .sequence:
      for item in condition.items where item.resolved.kind == .scalar { noteLostTag(item.resolved) }
    case .mapping:
      for entry in Fields(of: condition).entries where entry.value.kind == .sequence { noteLostTags(in: entry.value) }
    default: return
    }
  }

  /// A plain scalar ends at ` #`. That is a loss where the `#` stood inside the quotes of a shell command.
  mutating func noteTruncation(_ node: Node) {
    guard reportsKeys, node.style == .plain else { return }
    let end = Int(node.span.end)
    var index = end
    while index < source.bytes.count, source.bytes[index] == 0x20 || source.bytes[index] == 0x09 { index += 1 }
    guard index > end, index < source.bytes.count, source.bytes[index] == UInt8(ascii: "#") else { return }
    guard node.withText(hasOpenQuote) else { return }
    var last = index
    while last < source.bytes.count, source.bytes[last] != 0x0A, source.bytes[last] != 0x0D { last += 1 }
    log.note(
      "truncated-command", "YAML takes this for a comment: the command ends before it, inside a quote",
      at: Span(source.id, UInt32(index), UInt32(last)),
      help: "put the whole command in quotes, or write it as a block after `|`")
  }

  /// Whether a shell would still be inside a quote at the end of the text.
  private func hasOpenQuote(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    var quote: UInt8 = 0
    var isEscaped = false
    for byte in bytes {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
        isEscaped = true
      } else if quote == 0, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if byte == quote {
        quote = 0
      }
    }
    return quote != 0
  }
}
