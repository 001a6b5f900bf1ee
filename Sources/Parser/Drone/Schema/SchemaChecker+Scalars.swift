import Diagnostics
import YAML

extension SchemaChecker {
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
