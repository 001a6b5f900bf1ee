/// What a node of a tree is.
public enum NodeKind: UInt8, Sendable, BitwiseCopyable {
  case scalar
  case sequence
  case mapping
  /// A use of an anchored node; `Node.resolved` leads to it.
  case alias
}

/// How a scalar was written.
public enum ScalarStyle: UInt8, Sendable, BitwiseCopyable {
  case plain
  case singleQuoted
  case doubleQuoted
  case literal
  case folded

  @inline(__always)
  var isBlock: Bool { self == .literal || self == .folded }
  @inline(__always)
  var isQuoted: Bool { self == .singleQuoted || self == .doubleQuoted }
}
