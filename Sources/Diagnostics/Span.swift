/// Names one source of a run; spans carry it so that a diagnostic can point into any file that was read.
public struct SourceID: Hashable, Sendable, Comparable, BitwiseCopyable {
  /// The position of the source in its `SourceSet`.
  public let index: UInt32

  public init(_ index: UInt32) {
    self.index = index
  }

  public static func < (left: SourceID, right: SourceID) -> Bool {
    left.index < right.index
  }
}

/// A half-open range of UTF-8 offsets in one source, counted from the file's first byte (a byte order mark included).
public struct Span: Hashable, Sendable, BitwiseCopyable {
  /// The text that the offsets count in.
  public let source: SourceID
  /// The first byte.
  public let start: UInt32
  /// The byte after the last.
  public let end: UInt32

  /// - Precondition: `start <= end`.
  public init(_ source: SourceID, _ start: UInt32, _ end: UInt32) {
    precondition(start <= end, "a span ends before it starts")
    self.source = source
    self.start = start
    self.end = end
  }

  /// The number of bytes covered.
  public var length: UInt32 { end - start }

  /// Whether every byte of `other` is also in this span.
  public func contains(_ other: Span) -> Bool {
    source == other.source && start <= other.start && other.end <= end
  }

  /// The smallest span that covers both; both must be of one source.
  public func union(_ other: Span) -> Span {
    Span(source, min(start, other.start), max(end, other.end))
  }
}

/// A value and where it was written. Equality ignores the span: two pipelines are equal if they mean the same.
@dynamicMemberLookup
public struct Located<Value> {
  /// What is written.
  public var value: Value
  /// Where it is written.
  public var span: Span

  public init(_ value: Value, _ span: Span) {
    self.value = value
    self.span = span
  }

  /// A member of the value.
  public subscript<Member>(dynamicMember path: KeyPath<Value, Member>) -> Member {
    value[keyPath: path]
  }
}

extension Located: Sendable where Value: Sendable {}

extension Located: Equatable where Value: Equatable {
  public static func == (left: Self, right: Self) -> Bool { left.value == right.value }
}

extension Located: Hashable where Value: Hashable {
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
