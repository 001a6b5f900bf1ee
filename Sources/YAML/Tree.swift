import Diagnostics

/// What a node of a tree is.
public enum NodeKind: UInt8, Sendable {
  case scalar
  case sequence
  case mapping
  /// A use of an anchored node; `Node.resolved` leads to it.
  case alias
}

/// How a scalar was written.
public enum ScalarStyle: UInt8, Sendable {
  case plain
  case singleQuoted
  case doubleQuoted
  case literal
  case folded
}

/// Limits that keep a hostile text from taking the machine; a text that passes one gets a diagnostic.
public struct Limits: Sendable {
  /// How deeply collections may nest.
  public var depth: Int
  /// How many nodes an alias may stand for in all, counted as if every alias were written out.
  public var expandedNodes: Int

  public init(depth: Int = 512, expandedNodes: Int = 4_000_000) {
    self.depth = depth
    self.expandedNodes = expandedNodes
  }

  public static let standard = Limits()
}
