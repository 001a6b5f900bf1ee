import YAML

/// The pairs of a mapping in the order in which the decoder meets them, merges written out at the place where they stand.
///
/// The decoder sets each field as it comes to it, so a later pair or merge overwrites an earlier one, and a map that is
/// set twice keeps the keys of both.
struct Fields {
  /// One pair; the value is what an alias leads to.
  struct Entry {
    var key: Node
    var value: Node
    /// Whether the pair comes from a merged mapping.
    var isMerged: Bool
  }

  private(set) var entries: [Entry] = []

  /// A merge value that is no mapping and no list of mappings; the decoder refuses the document.
  private(set) var invalidMerges: [Node] = []

  init() {}

  init(of node: Node) {
    add(node)
  }

  /// The fields of several mappings decoded into the same place one after the other; null empties what came before.
  init(of nodes: [Node]) {
    for node in nodes {
      if node.kind == .mapping { add(node) } else { entries.removeAll() }
    }
  }

  private mutating func add(_ node: Node, isMerged: Bool = false, depth: Int = 0) {
    guard node.kind == .mapping, depth < 64 else { return }
    entries.reserveCapacity(entries.count + node.count)
    for (key, value) in node.entries {
      if Self.isMerge(key) {
        merge(value.resolved, depth: depth)
      } else {
        entries.append(Entry(key: key.resolved, value: value.resolved, isMerged: isMerged))
      }
    }
  }

  private mutating func merge(_ node: Node, depth: Int) {
    switch node.kind {
    case .mapping:
      add(node, isMerged: true, depth: depth + 1)
    case .sequence:
      for item in Array(node.items).reversed() {
        let target = item.resolved
        if target.kind == .mapping { add(target, isMerged: true, depth: depth + 1) } else { invalidMerges.append(item) }
      }
    default:
      invalidMerges.append(node)
    }
  }

  /// Calls `body` with the pairs of a mapping in decoding order; one without merges, as they mostly are, costs no memory.
  static func forEach(in node: Node, _ body: (_ key: Node, _ value: Node) -> Void) {
    guard node.kind == .mapping else { return }
    if hasMerges(in: node) {
      for entry in Fields(of: node).entries { body(entry.key, entry.value) }
    } else {
      for (key, value) in node.entries { body(key.resolved, value.resolved) }
    }
  }

  /// Calls `body` with the pairs of mappings that are decoded into the same place, in decoding order.
  static func forEach(in nodes: [Node], _ body: (_ key: Node, _ value: Node) -> Void) {
    if nodes.count == 1 {
      forEach(in: nodes[0], body)
    } else {
      for entry in Fields(of: nodes).entries { body(entry.key, entry.value) }
    }
  }

  /// Whether a mapping has a merge key, so that its pairs are not simply those that are written.
  static func hasMerges(in node: Node) -> Bool {
    for (key, _) in node.entries where isMerge(key) { return true }
    return false
  }

  /// Whether a key is a merge key: `<<`, unquoted.
  static func isMerge(_ key: Node) -> Bool {
    key.kind == .scalar && key.style == .plain && key.equals("<<")
  }

  /// The value of a key; the last one wins.
  subscript(name: StaticString) -> Node? {
    entries.last { $0.key.equals(name) }?.value
  }

  /// All values of a key, for fields that are maps or structures.
  func all(_ name: StaticString) -> [Node] {
    entries.filter { $0.key.equals(name) }.map(\.value)
  }
}
