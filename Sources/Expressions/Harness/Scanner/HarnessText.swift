/// A text and the `<+…>` spans in it, found as Harness finds them: by counting brackets, without a look at quotes.
public struct HarnessText: Hashable, Sendable {
  /// A part of the text.
  public enum Piece: Hashable, Sendable {
    /// Bytes that stand for themselves.
    case literal(Range<Int>)
    case span(HarnessSpan)
  }

  public let bytes: [UInt8]
  /// The spans that lie in no other, in their order.
  public let spans: [HarnessSpan]
  /// From a `<+` that nothing closes to the end of the text: Harness takes it as plain text, silently.
  public let unclosed: Range<Int>?

  /// Reads a text. Every text can be read.
  public static func scan(_ text: String) -> HarnessText { scan(Array(text.utf8)) }

  /// Reads a text given as UTF-8. Every text can be read; the work grows with its length, and for escaped `>` with the
  /// depth of nesting too.
  public static func scan(_ bytes: [UInt8]) -> HarnessText {
    var scanner = HarnessScanner()
    bytes.withUnsafeBufferPointer { scanner.scan($0) }
    return HarnessText(bytes: bytes, spans: scanner.spans, unclosed: scanner.unclosed)
  }

  /// Whether there is any span in a text, as far as bytes alone can tell without building them.
  public static func hasSpans(_ text: String) -> Bool {
    guard text.utf8.contains(0x3C) else { return false }
    return !scan(text).spans.isEmpty
  }

  /// The text from its first byte to its last, without gaps.
  public var pieces: [Piece] {
    var result: [Piece] = []
    var end = 0
    for span in spans {
      if end < span.range.lowerBound { result.append(.literal(end..<span.range.lowerBound)) }
      result.append(.span(span))
      end = span.range.upperBound
    }
    if end < bytes.count { result.append(.literal(end..<bytes.count)) }
    return result
  }

  /// All spans, outer before inner, in the order in which they start.
  public var allSpans: [HarnessSpan] {
    var result: [HarnessSpan] = []
    func collect(_ spans: [HarnessSpan]) {
      for span in spans {
        result.append(span)
        collect(span.nested)
      }
    }
    collect(spans)
    return result
  }
}

/// One `<+…>`.
public struct HarnessSpan: Hashable, Sendable {
  /// From `<+` to `>`.
  public let range: Range<Int>
  /// The spans directly inside.
  public let nested: [HarnessSpan]
  /// The places of backslashes that the scan takes away, because they stand before a `>` that does not close anything.
  public let escapes: [Int]

  /// What stands between `<+` and `>`.
  public var bodyRange: Range<Int> { range.lowerBound + 2..<range.upperBound - 1 }

  /// How deep spans are nested in it; 1 if there is none inside.
  public var depth: Int { 1 + (nested.map(\.depth).max() ?? 0) }
}
