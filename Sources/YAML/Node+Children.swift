/// The items of a sequence, in order.
public struct Items: Collection, Sendable {
  let storage: TreeStorage
  let first: UInt32
  let end: UInt32
  public let count: Int

  public struct Index: Comparable, Sendable {
    let node: UInt32
    public static func < (left: Self, right: Self) -> Bool { left.node < right.node }
  }

  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }
  public func index(after index: Index) -> Index { Index(node: storage.records[Int(index.node)].next) }
  public subscript(index: Index) -> Node { Node(storage, index.node) }
}

/// The pairs of a mapping as they are written: in order, repeated keys and `<<` included.
public struct Entries: Collection, Sendable {
  let storage: TreeStorage
  let first: UInt32
  let end: UInt32
  public let count: Int

  public typealias Index = Items.Index

  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }

  public func index(after index: Index) -> Index {
    Index(node: storage.records[Int(storage.records[Int(index.node)].next)].next)
  }

  public subscript(index: Index) -> (key: Node, value: Node) {
    (Node(storage, index.node), Node(storage, storage.records[Int(index.node)].next))
  }
}

extension Node {
  /// The items of a sequence; empty for other nodes.
  public var items: Items {
    let record = record
    guard record.kind == .sequence else { return Items(storage: storage, first: 0, end: 0, count: 0) }
    return Items(storage: storage, first: index + 1, end: record.next, count: Int(record.length))
  }

  /// The pairs of a mapping; empty for other nodes.
  public var entries: Entries {
    let record = record
    guard record.kind == .mapping else { return Entries(storage: storage, first: 0, end: 0, count: 0) }
    return Entries(storage: storage, first: index + 1, end: record.next, count: Int(record.length))
  }

  /// The number of a sequence's items or a mapping's pairs; 0 for other nodes.
  public var count: Int {
    let record = record
    return record.kind == .sequence || record.kind == .mapping ? Int(record.length) : 0
  }

  /// The value of a mapping's last pair whose key is the scalar `key`, without regard to merge keys.
  public subscript(key: String) -> Node? {
    var found: Node?
    for entry in entries where entry.key.resolved.equals(key) { found = entry.value }
    return found
  }
}
