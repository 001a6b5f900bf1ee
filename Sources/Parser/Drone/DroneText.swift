import Diagnostics
import YAML

/// A whole text as one decoder gets it: the file, or the file after substitution.
struct DroneText: Sendable {
  let bytes: [UInt8]
  /// Leads back to the file; nil when the text is the file.
  let map: OffsetMap?
  let source: SourceID
  /// The file.
  let file: [UInt8]
  let split: DocumentSplitter

  init(bytes: [UInt8], map: OffsetMap?, source: SourceID, file: [UInt8]) {
    self.bytes = bytes
    self.map = map
    self.source = source
    self.file = file
    split = DocumentSplitter(bytes)
  }

  /// Parses a document and calls `body` with it; its nodes are valid during the call.
  func parse<Result>(_ piece: DocumentSplitter.Piece, _ body: (ParsedDocument) -> Result) -> Result {
    let result = Tree.parse(bytes, range: piece.range, source: source, map: map)
    return result.tree.withRoot { root in
      body(
        ParsedDocument(
          root: root?.resolved,
          failure: result.failure.map { SyntaxFailure(error: $0, in: map == nil ? bytes : nil, file: file) },
          span: span(of: piece.range), separator: piece.separator.map(span)))
    }
  }

  private func span(of range: Range<Int>) -> Span {
    let start = UInt32(range.lowerBound)
    let end = UInt32(range.upperBound)
    guard let map else { return Span(source, start, end) }
    let original = map.original(start: start, end: end)
    return Span(source, original.start, original.end)
  }
}

/// One document, parsed.
struct ParsedDocument {
  /// nil for an empty document and for one that is not YAML.
  var root: Node?
  var failure: SyntaxFailure?
  var span: Span
  var separator: Span?
}
