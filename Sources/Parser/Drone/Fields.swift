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

  /// Whether some of the pairs come from a merged mapping.
  private(set) var hasMerges = false

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
        hasMerges = true
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
