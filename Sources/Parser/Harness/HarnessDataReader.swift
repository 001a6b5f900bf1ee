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

  init(log: LoadLog = LoadLog()) {
    self.log = log
  }

  /// The value of a node.
  mutating func data(_ node: Node) -> Data {
    let node = node.resolved
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
        merged.append(valueNode.resolved)
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
    switch source.kind {
    case .mapping:
      for entry in self.entries(of: source) where positions.position(of: entry.key) == nil { entries.append(entry) }
    case .sequence:
      for item in source.items where item.resolved.kind == .mapping {
        merge(item.resolved, into: &entries, &positions)
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
