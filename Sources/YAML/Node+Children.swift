/// The items of a sequence, in order.
public struct Items: Collection, Sendable {
  let storage: TreeStorage
  let first: UInt32
  let end: UInt32
  /// The collection itself.
  let parent: UInt32

  public struct Index: Comparable, Sendable {
    let node: UInt32
    public static func < (left: Self, right: Self) -> Bool { left.node < right.node }
  }

  public var count: Int { first == end ? 0 : storage.count(of: storage.records[Int(parent)], at: parent) }
  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }
  public func index(after index: Index) -> Index { Index(node: storage.next(index.node)) }
  public subscript(index: Index) -> Node { Node(storage, index.node) }

  public func makeIterator() -> Iterator { Iterator(storage: storage, node: first, end: end) }

  public struct Iterator: IteratorProtocol {
    let storage: TreeStorage
    var node: UInt32
    let end: UInt32

    public mutating func next() -> Node? {
      guard node < end else { return nil }
      let item = Node(storage, node)
      node = storage.next(node)
      return item
    }
  }
}

/// The pairs of a mapping as they are written: in order, repeated keys and `<<` included.
public struct Entries: Collection, Sendable {
  let storage: TreeStorage
  let first: UInt32
  let end: UInt32
  /// The collection itself.
  let parent: UInt32

  public typealias Index = Items.Index

  public var count: Int { first == end ? 0 : storage.count(of: storage.records[Int(parent)], at: parent) }
  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }

  public func index(after index: Index) -> Index {
    Index(node: storage.next(storage.next(index.node)))
  }

  public subscript(index: Index) -> (key: Node, value: Node) {
    (Node(storage, index.node), Node(storage, storage.next(index.node)))
  }

  public func makeIterator() -> Iterator { Iterator(storage: storage, node: first, end: end) }

  public struct Iterator: IteratorProtocol {
    let storage: TreeStorage
    var node: UInt32
    let end: UInt32

    public mutating func next() -> (key: Node, value: Node)? {
      guard node < end else { return nil }
      let key = node
      let value = storage.next(key)
      node = storage.next(value)
      return (Node(storage, key), Node(storage, value))
    }
  }
}

extension Node {
  /// The items of a sequence; empty for other nodes.
  public var items: Items {
    let record = record
    guard record.kind == .sequence else { return Items(storage: storage, first: 0, end: 0, parent: index) }
    return Items(storage: storage, first: index + 1, end: record.link, parent: index)
  }

  /// The pairs of a mapping; empty for other nodes.
  public var entries: Entries {
    let record = record
    guard record.kind == .mapping else { return Entries(storage: storage, first: 0, end: 0, parent: index) }
    return Entries(storage: storage, first: index + 1, end: record.link, parent: index)
  }

  /// The number of a sequence's items or a mapping's pairs; 0 for other nodes.
  public var count: Int {
    let record = record
    return record.isCollection ? storage.count(of: record, at: index) : 0
  }

  /// The value of a mapping's last pair whose key is the scalar `key`, without regard to merge keys.
  public subscript(key: String) -> Node? {
    var found: Node?
    for entry in entries where entry.key.resolved.equals(key) { found = entry.value }
    return found
  }
}
