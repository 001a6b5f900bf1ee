import YAML

/// The pairs of a mapping as Harness sees them: merged mappings add what the mapping does not say itself.
enum HarnessPairs {
  /// Calls `body` with each key and the value that counts; a mapping without merges, as they mostly are, costs no memory.
  static func forEach(in node: Node, _ body: (_ key: Node, _ value: Node) -> Void) {
    for (key, value) in node.entries where !Fields.isMerge(key) { body(key.resolved, value.resolved) }
    guard Fields.hasMerges(in: node) else { return }
    for (key, value) in merged(in: node) { body(key, value) }
  }

  /// The value of a key; the last one that is written counts, and merged ones count least.
  static func value(of name: UInt16, in node: Node) -> Node? {
    var found: Node?
    var hasMerges = false
    for (key, value) in node.entries {
      if HarnessKeys.isName(name, key.resolved) { found = value }
      if Fields.isMerge(key) { hasMerges = true }
    }
    if let found { return found.resolved }
    guard hasMerges else { return nil }
    return merged(in: node).first { HarnessKeys.isName(name, $0.key) }?.value
  }

  /// The same for a key that is not in the tables.
  static func value(of name: StaticString, in node: Node) -> Node? {
    var found: Node?
    forEach(in: node) { key, value in
      if key.equals(name) { found = value }
    }
    return found
  }

  private static func merged(in node: Node) -> [(key: Node, value: Node)] {
    var pairs: [(key: Node, value: Node)] = []
    var names: Set<String> = []
    for (key, _) in node.entries where !Fields.isMerge(key) { names.insert(key.resolved.text) }
    for (key, value) in node.entries where Fields.isMerge(key) {
      collect(value.resolved, &pairs, &names, depth: 0)
    }
    return pairs
  }

  private static func collect(
    _ source: Node, _ pairs: inout [(key: Node, value: Node)], _ names: inout Set<String>, depth: Int
  ) {
    guard depth < 64 else { return }
    switch source.kind {
    case .mapping:
      for (key, value) in source.entries where !Fields.isMerge(key) {
        let key = key.resolved
        if names.insert(key.text).inserted { pairs.append((key, value.resolved)) }
      }
      for (key, value) in source.entries where Fields.isMerge(key) {
        collect(value.resolved, &pairs, &names, depth: depth + 1)
      }
    case .sequence:
      for item in source.items where item.resolved.kind == .mapping {
        collect(item.resolved, &pairs, &names, depth: depth + 1)
      }
    case .scalar, .alias: break
    }
  }
}
