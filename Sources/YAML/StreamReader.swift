import CYAML
import Diagnostics

/// Drives the parser over a text and makes a tree of each document.
enum StreamReader {
  struct Text {
    var bytes: [UInt8]
    var source: SourceID
    var map: OffsetMap?
    var limits: Limits
    var endsLine: Bool

    func span(_ start: Int, _ end: Int) -> Span {
      guard let map else { return Span(source, UInt32(start), UInt32(end)) }
      let original = map.original(start: UInt32(start), end: UInt32(end))
      return Span(source, original.start, original.end)
    }

    func failure(_ problem: TreeBuilder.Problem) -> SyntaxError {
      SyntaxError(problem: problem.text, span: span(problem.start, problem.end), kind: problem.kind)
    }
  }

  private enum Step {
    case document(ParseResult)
    case failed(ParseResult, at: Int)
    case endOfStream
  }

  static func first(_ text: Text, in range: Range<Int>) -> ParseResult {
    if let refused = refusal(text, range) { return refused }
    return text.bytes.withUnsafeBufferPointer { buffer in
      var reader = EventReader(buffer, range: range, endsLine: text.endsLine)
      var cursor = MarkCursor(buffer, range: reader.range)
      switch step(&reader, &cursor, buffer, text, from: range.lowerBound, to: range.upperBound) {
      case .document(let result), .failed(let result, _): return result
      case .endOfStream: return ParseResult(tree: text.emptyTree(range), failure: nil)
      }
    }
  }

  static func all(_ text: Text) -> [ParseResult] {
    let whole = 0..<text.bytes.count
    if let refused = refusal(text, whole) { return [refused] }
    var results: [ParseResult] = []
    text.bytes.withUnsafeBufferPointer { buffer in
      var failures = 0
      var start = 0
      restart: while start < buffer.count, failures <= Limits.brokenDocuments {
        var reader = EventReader(buffer, range: start..<buffer.count, endsLine: false)
        var cursor = MarkCursor(buffer, range: reader.range)
        while true {
          switch step(&reader, &cursor, buffer, text, from: start, to: buffer.count) {
          case .document(let result):
            results.append(result)
            start = result.tree.range.upperBound
          case .failed(let result, let place):
            results.append(result)
            failures += 1
            guard let next = nextDocument(in: buffer, after: max(place, start)) else { break restart }
            start = next
            continue restart
          case .endOfStream:
            break restart
          }
        }
      }
    }
    return results
  }

  // MARK: One document

  private static func step(
    _ reader: inout EventReader, _ cursor: inout MarkCursor, _ buffer: UnsafeBufferPointer<UInt8>, _ text: Text,
    from start: Int, to end: Int
  ) -> Step {
    var builder = TreeBuilder(buffer, cursor: cursor, start: start, limits: text.limits)
    var stop = end
    var failure: SyntaxError?
    var place = start
    reading: while true {
      guard reader.next() else {
        (failure, place) = describe(reader.problem, &builder, buffer, text, reader.range)
        break
      }
      let event = reader.event
      do throws(TreeBuilder.Problem) {
        switch event.pointee.type {
        case YAML_SCALAR_EVENT: try builder.scalar(event)
        case YAML_ALIAS_EVENT: try builder.alias(event)
        case YAML_SEQUENCE_START_EVENT: try builder.start(.sequence, event)
        case YAML_MAPPING_START_EVENT: try builder.start(.mapping, event)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT: builder.end(event)
        case YAML_DOCUMENT_END_EVENT:
          stop = builder.offset(of: event.pointee.end_mark.index)
          break reading
        case YAML_STREAM_START_EVENT, YAML_DOCUMENT_START_EVENT: break
        default:
          return .endOfStream
        }
      } catch {
        failure = text.failure(error)
        place = error.start
        break
      }
    }
    cursor = builder.position
    if failure != nil { stop = max(start, min(place, end)) }
    let hasRoot = failure == nil && !builder.isEmpty && builder.records.count > 0
    let tree = Tree(storage: text.storage(start..<max(start, stop), builder), hasRoot: hasRoot)
    let result = ParseResult(tree: tree, failure: failure)
    return failure == nil ? .document(result) : .failed(result, at: place)
  }

  private static func describe(
    _ problem: EventReader.Problem, _ builder: inout TreeBuilder, _ buffer: UnsafeBufferPointer<UInt8>, _ text: Text,
    _ range: Range<Int>
  ) -> (SyntaxError, place: Int) {
    let start =
      problem.kind == .reader
      ? min(range.lowerBound + problem.index, range.upperBound) : builder.offset(of: problem.index)
    let isAtBreak = start >= range.upperBound || Characters.breakLength(buffer, start, range.upperBound) > 0
    let length = isAtBreak ? 0 : UTF8Bytes.length(startingWith: buffer[start])
    let context = problem.context.map { _ in builder.offset(of: problem.contextIndex) }
    let failure = SyntaxError(
      problem: problem.text, context: problem.context,
      span: text.span(start, min(start + length, range.upperBound)),
      contextSpan: context.map { text.span($0, $0) }, kind: problem.kind, line: problem.line,
      contextLine: problem.contextLine)
    return (failure, start)
  }

  /// The next line after `place` that starts with `---`.
  private static func nextDocument(in buffer: UnsafeBufferPointer<UInt8>, after place: Int) -> Int? {
    var offset = place
    while offset < buffer.count {
      while offset < buffer.count, !Characters.isBreak(buffer[offset]) { offset += 1 }
      offset += 1
      if offset + 3 <= buffer.count, buffer[offset..<offset + 3].allSatisfy({ $0 == UInt8(ascii: "-") }) {
        return offset
      }
    }
    return nil
  }

  // MARK: Texts that are not worth reading

  private static func refusal(_ text: Text, _ range: Range<Int>) -> ParseResult? {
    func refuse(_ problem: String, at place: Int) -> ParseResult {
      let empty = text.emptyTree(range.lowerBound..<range.lowerBound)
      let at = min(place, Int(UInt32.max))
      return ParseResult(
        tree: empty, failure: SyntaxError(problem: problem, span: text.span(at, at), kind: .limit))
    }
    if range.upperBound > Limits.textBytes { return refuse("the text is too long", at: range.lowerBound) }
    return text.bytes.withUnsafeBufferPointer { buffer in
      TagDirectives.excess(in: buffer, range).map { refuse("there are too many or too long %TAG directives", at: $0) }
    }
  }
}

extension StreamReader.Text {
  fileprivate func emptyTree(_ range: Range<Int>) -> Tree {
    Tree(
      storage: TreeStorage(
        bytes: bytes, range: range, endsLine: endsLine, source: source, map: map, records: GrowingMemory(),
        texts: GrowingMemory(), properties: GrowingMemory(), tags: []),
      hasRoot: false)
  }

  fileprivate func storage(_ range: Range<Int>, _ builder: consuming TreeBuilder) -> TreeStorage {
    builder.finish(self, range)
  }
}
