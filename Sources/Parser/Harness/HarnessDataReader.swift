import Diagnostics
import IR
import YAML

/// Makes a value of free form of a YAML tree: anchors and merge keys written out, each key once.
///
/// Everything that Harness does with a file (templates, input sets, expressions that read any key) works on such values.
struct HarnessDataReader {
  /// Keys that are written twice in one mapping, the last of which counts.
  private(set) var log: LoadLog

  /// How deeply files may nest, and how many nodes aliases may stand for: far more than anybody writes, and little
  /// enough that the values made of them fit in memory and every walk over them on a stack.
  static let limits = Limits(depth: 200, expandedNodes: 200_000)

  /// How much text all aliases together may stand for, in bytes.
  private static let aliasedTextLimit = 1 << 24

  /// What aliases stand for: read once, however often it is used.
  private var aliased: [Span: (data: Data, textLength: Int)] = [:]
  private var aliasedTextLength = 0

  init(log: LoadLog = LoadLog()) {
    self.log = log
  }

  /// The value of a node.
  mutating func data(_ node: Node) -> Data {
    guard node.kind == .alias else { return written(node) }
    let place = node.definitionSpan
    let known = aliased[place]
    let data = known?.data ?? written(node.resolved)
    let length = known?.textLength ?? data.textLength
    if known == nil { aliased[place] = (data, length) }
    let before = aliasedTextLength
    aliasedTextLength += length
    guard aliasedTextLength > Self.aliasedTextLimit else { return data }
    if before <= Self.aliasedTextLimit {
      log.refuse(
        "input-limit", "the aliases of this file stand for too much text", at: node.useSpan, by: .server,
        upstream: "yaml: document contains excessive aliasing")
    }
    return Data(.null(isSpelled: false), at: node.useSpan)
  }

  private mutating func written(_ node: Node) -> Data {
    switch node.kind {
    case .mapping: return Data(.map(entries(of: node)), at: node.span)
    case .sequence:
      var items: [Data] = []
      items.reserveCapacity(node.count)
      for item in node.items { items.append(data(item)) }
      return Data(.list(items), at: node.span)
    case .scalar, .alias:
      return Data(
        CoreScalar.value(of: node), at: node.span, raw: node.text, isPlain: node.style == .plain && node.tag == nil)
    }
  }

  private mutating func entries(of node: Node) -> [Data.Entry] {
    var entries: [Data.Entry] = []
    entries.reserveCapacity(node.count)
    var positions = KeyPositions()
    var merged: [Node] = []
    for (keyNode, valueNode) in node.entries {
      if Fields.isMerge(keyNode) {
        merged.append(valueNode)
        continue
      }
      let key = data(keyNode)
      let entry = Data.Entry(key: key, value: data(valueNode))
      if let index = positions.position(of: key) {
        noteRepeated(keyNode.resolved, key, first: entries[index].key.span)
        entries[index] = entry
      } else {
        entries.append(entry)
      }
    }
    for source in merged { merge(source, into: &entries, &positions) }
    return entries
  }

  /// Adds what the mapping does not say itself; of several merged mappings the first that has a key counts.
  private mutating func merge(_ source: Node, into entries: inout [Data.Entry], _ positions: inout KeyPositions) {
    switch source.resolved.kind {
    case .mapping:
      for entry in data(source).entries ?? [] where positions.position(of: entry.key) == nil { entries.append(entry) }
    case .sequence:
      for item in source.resolved.items where item.resolved.kind == .mapping {
        merge(item, into: &entries, &positions)
      }
    case .scalar, .alias: break
    }
  }

  private mutating func noteRepeated(_ node: Node, _ key: Data, first: Span) {
    let name = key.name ?? ""
    log.note(
      "duplicate-key", "`\(name)` is written twice; only this one counts", at: node.span,
      help: "delete one of the two", related: [.init(first, "this one has no effect")])
  }
}

extension Data {
  /// How much text there is in a value, in bytes.
  fileprivate var textLength: Int {
    switch value {
    case .string(let text): text.value.utf8.count
    case .list(let items): items.reduce(0) { $0 + $1.textLength }
    case .map(let entries): entries.reduce(0) { $0 + $1.key.textLength + $1.value.textLength }
    default: 0
    }
  }
}

/// Where keys stand in a mapping: a few are compared one by one, many are looked up.
private struct KeyPositions {
  private var few: [Data.Value] = []
  private var many: [Data.Value: Int] = [:]

  /// The position of a key that is there already; otherwise nil, and the key is the next one.
  mutating func position(of key: Data) -> Int? {
    if many.isEmpty {
      if let index = few.firstIndex(of: key.value) { return index }
      few.append(key.value)
      if few.count > 16 { for (index, value) in few.enumerated() { many[value] = index } }
      return nil
    }
    if let index = many[key.value] { return index }
    many[key.value] = many.count
    return nil
  }
}
