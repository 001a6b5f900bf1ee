import CYAML
import Diagnostics

/// The tree of one YAML document, with exact places in the file and every scalar as it was written.
///
/// What a plain scalar means is not decided here; that belongs to the dialect.
public struct Tree: Sendable {
  let storage: TreeStorage
  let hasRoot: Bool

  /// The document's only node at the top; nil for an empty document and after a syntax error.
  public var root: Node? { hasRoot ? Node(storage, owner: storage, 0) : nil }

  /// Calls `body` with the node at the top, which is valid, with all that is reached from it, during the call alone.
  ///
  /// Handles from here do not count references to the tree, so that walking a large one takes a fraction of the time.
  public func withRoot<Result>(_ body: (Node?) -> Result) -> Result {
    withExtendedLifetime(storage) { body(hasRoot ? Node(storage, owner: nil, 0) : nil) }
  }

  /// Reads the first document in a part of a text.
  ///
  /// - Parameters:
  ///   - bytes: the whole text: a file, or a file after substitution. A byte order mark at the start of `range` is skipped.
  ///   - range: the document's part of it.
  ///   - source: the file that spans name.
  ///   - map: leads from offsets in `bytes` to offsets in the file as written; nil if they are the same.
  ///   - decoder: whose reading counts.
  ///   - endsLine: whether a last line without a line break is read as if it had one, as by systems that split a file
  ///     into documents line by line. It decides whether a block scalar at the end of the text ends in a line feed.
  public static func parse(
    _ bytes: [UInt8], range: Range<Int>, source: SourceID, map: OffsetMap?, limits: Limits = .standard,
    decoder: Decoder = .goYAML2, endsLine: Bool = true
  ) -> ParseResult {
    let bounded = range.clamped(to: 0..<bytes.count)
    return StreamReader.first(
      StreamReader.Text(
        bytes: bytes, source: source, map: map, limits: limits, decoder: decoder, endsLine: endsLine),
      in: bounded)
  }

  /// Reads every document of a text, as separated by `---` and `...`.
  ///
  /// After a syntax error in one document, reading goes on at the next line that starts with `---`.
  /// A text without any document gives no result.
  public static func parseStream(
    _ bytes: [UInt8], source: SourceID, map: OffsetMap?, limits: Limits = .standard, decoder: Decoder = .goYAML2
  ) -> [ParseResult] {
    StreamReader.all(
      StreamReader.Text(bytes: bytes, source: source, map: map, limits: limits, decoder: decoder, endsLine: false))
  }

  /// The part of `bytes` that the document takes, in offsets into the text that was read.
  public var range: Range<Int> { storage.range }
}

/// What reading one document gave.
public struct ParseResult: Sendable {
  /// What was read.
  public var tree: Tree
  /// Why the document could not be read; the tree has no root then.
  public var failure: SyntaxError?
}
