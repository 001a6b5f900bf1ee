/// The items of a sequence, in order.
public struct Items: Collection, Sendable {
  /// The collection itself.
  let parent: Node
  let first: UInt32
  let end: UInt32

  public struct Index: Comparable, Sendable {
    let node: UInt32
    public static func < (left: Self, right: Self) -> Bool { left.node < right.node }
  }

  public var count: Int { first == end ? 0 : parent.memory.count(of: parent.record, at: parent.index) }
  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }
  public func index(after index: Index) -> Index { Index(node: parent.memory.next(index.node)) }
  public subscript(index: Index) -> Node { Node(besides: parent, index.node) }

  public func makeIterator() -> Iterator { Iterator(parent: parent, node: first, end: end) }

  public struct Iterator: IteratorProtocol {
    let parent: Node
    var node: UInt32
    let end: UInt32

    public mutating func next() -> Node? {
      guard node < end else { return nil }
      let item = Node(besides: parent, node)
      node = parent.memory.next(node)
      return item
    }
  }
}

/// The pairs of a mapping as they are written: in order, repeated keys and `<<` included.
public struct Entries: Collection, Sendable {
  /// The collection itself.
  let parent: Node
  let first: UInt32
  let end: UInt32

  public typealias Index = Items.Index

  public var count: Int { first == end ? 0 : parent.memory.count(of: parent.record, at: parent.index) }
  public var startIndex: Index { Index(node: first) }
  public var endIndex: Index { Index(node: end) }

  public func index(after index: Index) -> Index {
    Index(node: parent.memory.next(parent.memory.next(index.node)))
  }

  public subscript(index: Index) -> (key: Node, value: Node) {
    (Node(besides: parent, index.node), Node(besides: parent, parent.memory.next(index.node)))
  }

  public func makeIterator() -> Iterator { Iterator(parent: parent, node: first, end: end) }

  public struct Iterator: IteratorProtocol {
    let parent: Node
    var node: UInt32
    let end: UInt32

    public mutating func next() -> (key: Node, value: Node)? {
      guard node < end else { return nil }
      let key = node
      let value = parent.memory.next(key)
      node = parent.memory.next(value)
      return (Node(besides: parent, key), Node(besides: parent, value))
    }
  }
}

extension Node {
  /// The items of a sequence; empty for other nodes.
  public var items: Items {
    let record = record
    guard record.kind == .sequence else { return Items(parent: self, first: 0, end: 0) }
    return Items(parent: self, first: index + 1, end: record.link)
  }

  /// The pairs of a mapping; empty for other nodes.
  public var entries: Entries {
    let record = record
    guard record.kind == .mapping else { return Entries(parent: self, first: 0, end: 0) }
    return Entries(parent: self, first: index + 1, end: record.link)
  }

  /// The number of a sequence's items or a mapping's pairs; 0 for other nodes.
  public var count: Int {
    let record = record
    return record.isCollection ? memory.count(of: record, at: index) : 0
  }

  /// The value of a mapping's last pair whose key is the scalar `key`, without regard to merge keys.
  public subscript(key: String) -> Node? {
    var found: Node?
    for entry in entries where entry.key.resolved.equals(key) { found = entry.value }
    return found
  }
}
