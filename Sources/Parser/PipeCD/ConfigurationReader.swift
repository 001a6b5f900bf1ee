import Diagnostics
import Expressions
import IR
import YAML

/// Makes of a YAML tree what JSON can hold, as PipeCD does before it decodes: scalars are typed by the rules of YAML 1.1,
/// keys become texts, and of a key that is written twice the last one counts.
struct ConfigurationReader {
  /// What cannot be said in JSON, in the words of the real conversion.
  struct Failure {
    var upstream: String
    var message: String
    var help: String
    var span: Span
  }

  /// The first thing that JSON cannot hold.
  private(set) var failure: Failure?
  /// What is said of keys that are written twice.
  var log = LoadLog()

  /// The value of a node.
  mutating func data(_ node: Node) -> Data {
    let node = node.resolved
    switch node.kind {
    case .sequence:
      var items: [Data] = []
      items.reserveCapacity(node.count)
      for item in node.items { items.append(data(item)) }
      return Data(.list(items), at: node.span)
    case .mapping: return mapping(node)
    case .scalar, .alias: return scalar(node)
    }
  }

  private mutating func mapping(_ node: Node) -> Data {
    var entries: [Data.Entry] = []
    var positions: [String: Int] = [:]
    var written: [String: Node] = [:]
    let fields = Fields(of: node)
    for merge in fields.invalidMerges {
      fail(
        "yaml: map merge requires map or sequence of maps as the value", "`<<` takes mappings only",
        help: "name an anchor of a mapping", at: merge.span)
    }
    // What a mapping says itself goes before what it merges, wherever the merge stands.
    for entry in fields.entries.filter(\.isMerged) + fields.entries.filter({ !$0.isMerged }) {
      guard let name = key(entry.key, value: entry.value) else { continue }
      if !entry.isMerged {
        if let first = written[name.value] {
          log.note(
            "duplicate-key", "`\(name.value)` is written twice; only this one counts", at: name.span,
            help: "delete one of the two", related: [.init(first.span, "this one has no effect")])
        } else {
          written[name.value] = entry.key
        }
      }
      let pair = Data.Entry(key: Data(.string(name), at: name.span, raw: entry.key.text), value: data(entry.value))
      if let index = positions[name.value] {
        entries[index] = pair
      } else {
        positions[name.value] = entries.count
        entries.append(pair)
      }
    }
    return Data(.map(entries), at: node.span)
  }

  /// A key as JSON has it.
  private mutating func key(_ node: Node, value: Node) -> Text? {
    guard node.kind == .scalar else {
      let kind = node.kind == .sequence ? "[]interface {}" : "map[interface {}]interface {}"
      fail(
        "invalid map key: \(kind)", "a key must be a text, not a list or mapping", help: "write a text",
        at: node.span)
      return nil
    }
    switch GoScalar.resolve(node) {
    case .string, .timestamp, .binary, .merge: return Text(node.text, at: node.span, map: node.offsetMap())
    case .bool(let flag): return Text(flag ? "true" : "false", at: node.span)
    case .integer(let number): return Text(String(number), at: node.span)
    case .unsigned(let number): return Text(String(number), at: node.span)
    case .float(let number): return Text(GoFloat.json(number) ?? node.text, at: node.span)
    case .null:
      fail(
        "unsupported map key of type: %!s(<nil>), key: <nil>, value: \(GoQuote.quote(value.text))",
        "a key must not be empty", help: "write the key, or put it in quotes", at: node.span)
      return nil
    }
  }

  private mutating func scalar(_ node: Node) -> Data {
    let value: Data.Value
    switch GoScalar.resolve(node) {
    case .null(let isSpelled): value = .null(isSpelled: isSpelled)
    case .bool(let flag): value = .bool(flag)
    case .integer(let number): value = .integer(number)
    case .unsigned(let number): value = .unsigned(number)
    case .float(let number):
      value = .float(number)
      if !number.isFinite {
        fail(
          "json: unsupported value: \(number.isNaN ? "NaN" : number < 0 ? "-Inf" : "+Inf")",
          "JSON, which the file becomes, has no such number", help: "write a number, or put the text in quotes",
          at: node.span)
      }
    case .binary:
      let text = Base64.decode(node.text).map { String(decoding: $0, as: UTF8.self) } ?? node.text
      value = .string(Text(text, at: node.span))
    case .string, .timestamp, .merge: value = .string(Text(node.text, at: node.span, map: node.offsetMap()))
    }
    return Data(value, at: node.span, raw: node.text, isPlain: node.style == .plain && node.tag == nil)
  }

  private mutating func fail(_ upstream: String, _ message: String, help: String, at span: Span) {
    if failure == nil { failure = Failure(upstream: upstream, message: message, help: help, span: span) }
  }
}
