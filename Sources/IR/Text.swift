import Diagnostics

/// A text of the file: what it says, where it stands, and the way back from its characters to the file's.
///
/// Equality looks at the value alone: two pipelines are equal if they mean the same.
public struct Text: Sendable {
  /// The text as the dialect's decoder reads it.
  public var value: String
  /// Where it is written, quotes included.
  public var span: Span
  /// Leads from UTF-8 offsets in `value` to offsets in the file; nil when the two differ only by where `span` starts.
  public var map: OffsetMap?

  public init(_ value: String, at span: Span, map: OffsetMap? = nil) {
    self.value = value
    self.span = span
    self.map = map
  }

  /// Where the UTF-8 range of `value` is written.
  public func span(of range: Range<Int>) -> Span {
    guard let map else {
      let start = min(span.start + UInt32(clamping: range.lowerBound), span.end)
      let end = min(span.start + UInt32(clamping: range.upperBound), span.end)
      return Span(span.source, start, max(start, end))
    }
    let original = map.original(start: UInt32(clamping: range.lowerBound), end: UInt32(clamping: range.upperBound))
    return Span(span.source, original.start, original.end)
  }
}

extension Text: Hashable {
  public static func == (left: Text, right: Text) -> Bool { left.value == right.value }
  public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
