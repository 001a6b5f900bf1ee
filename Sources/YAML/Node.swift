import Diagnostics
import Glibc

/// A node of a `Tree`: a light handle.
///
/// A node from `Tree.root`, and all that is reached from it, keeps its tree alive. One from `Tree.withRoot` does not: it
/// is valid during that call, and copying it costs nothing.
public struct Node: @unchecked Sendable {
  // The memory never changes; see `TreeStorage`.
  private let pointer: UnsafeMutablePointer<TreeMemory>
  /// Keeps the tree alive; nil where somebody else does.
  private let owner: TreeStorage?
  let index: UInt32
  /// The alias that led here; the node itself if none did.
  private let use: UInt32

  init(_ storage: TreeStorage, owner: TreeStorage?, _ index: UInt32) {
    self.pointer = storage.memory
    self.owner = owner
    self.index = index
    self.use = index
  }

  /// Another node of the same tree.
  init(besides node: Node, _ index: UInt32, use: UInt32? = nil) {
    self.pointer = node.pointer
    self.owner = node.owner
    self.index = index
    self.use = use ?? index
  }

  @inline(__always)
  var memory: TreeMemory { pointer.pointee }

  /// For what is seldom asked; using it counts a reference.
  var storage: TreeStorage { pointer.pointee.storage.takeUnretainedValue() }

  @inline(__always)
  var record: Record { pointer.pointee.record(index) }

  /// Which of the four kinds of node it is.
  public var kind: NodeKind { record.kind }

  /// How a scalar was written; `plain` for every other kind.
  public var style: ScalarStyle { record.style }

  /// Whether a collection was written with brackets.
  public var isFlow: Bool { record.flags.contains(.isFlow) }

  // MARK: Places

  /// The node in the file, without its anchor and tag: a scalar with its quotes, a block scalar from its `|` to the end
  /// of its last line with content, a collection from its first dash, key or bracket to the end of its last child or
  /// bracket. A scalar that is not written has an empty span.
  public var span: Span {
    let record = record
    return pointer.pointee.span(record.start, record.end)
  }

  /// Where the node is used: the alias in the file if this node was reached through `resolved`, otherwise `span`.
  public var useSpan: Span {
    let record = pointer.pointee.record(use)
    return pointer.pointee.span(record.start, record.end)
  }

  /// Of an alias, the anchored node in the file; otherwise `span`.
  public var definitionSpan: Span { resolved.span }

  // MARK: Anchor and tag

  /// The tag as it is written, such as `!foo` or `!!str`; nil if there is none.
  public var tag: String? {
    properties.flatMap { $0.tagEnd > $0.tagStart ? storage.string($0.tagStart, $0.tagEnd) : nil }
  }

  /// The tag with its handle written out, such as `tag:yaml.org,2002:str` for `!!str`; nil if there is none and for `!`.
  public var resolvedTag: String? {
    properties.flatMap { $0.tag == .max ? nil : storage.tags[Int($0.tag)] }
  }

  /// The tag in the file, with its `!`; nil if there is none.
  public var tagSpan: Span? {
    properties.flatMap { $0.tagEnd > $0.tagStart ? storage.span($0.tagStart, $0.tagEnd) : nil }
  }

  /// The name of the node's anchor; nil if there is none.
  public var anchor: String? {
    properties.flatMap { $0.anchorEnd > $0.anchorStart ? storage.string($0.anchorStart + 1, $0.anchorEnd) : nil }
  }

  /// The anchor in the file, with its `&`.
  public var anchorSpan: Span? {
    properties.flatMap { $0.anchorEnd > $0.anchorStart ? storage.span($0.anchorStart, $0.anchorEnd) : nil }
  }

  private var properties: Properties? {
    record.flags.contains(.hasProperties) ? storage.properties(of: index) : nil
  }

  // MARK: Aliases

  /// The anchored node that an alias stands for; otherwise the node itself. It is never an alias.
  public var resolved: Node {
    // Most nodes are no aliases; handing the node on spares its tree a retain and a release each time.
    consuming get {
      let record = record
      guard record.kind == .alias else { return self }
      return Node(besides: self, record.link, use: use)
    }
  }

  /// The name that an alias refers to; nil for other nodes.
  public var aliasName: String? {
    let record = record
    return record.kind == .alias ? storage.string(record.start + 1, record.end) : nil
  }
}

extension Node: Equatable {
  /// Whether both are the same node of the same tree.
  public static func == (left: Node, right: Node) -> Bool {
    left.pointer == right.pointer && left.index == right.index
  }
}
