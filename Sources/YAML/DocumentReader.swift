import CYAML
import Diagnostics

/// Makes a tree of the events of one document.
struct DocumentReader {
  let text: StreamReader.Text
  let buffer: UnsafeBufferPointer<UInt8>
  let isPatched: Bool
  /// From where the document begins to the end of all that is read.
  let range: Range<Int>

  enum Outcome {
    case document(ParseResult)
    /// The byte offset of the problem is `at`.
    case failed(ParseResult, SyntaxError, at: Int)
    case endOfStream
  }

  func read(_ reader: inout EventReader, _ cursor: inout MarkCursor) -> Outcome {
    var builder = TreeBuilder(
      buffer, cursor: cursor, start: range.lowerBound, limits: text.limits, decoder: text.decoder, isPatched: isPatched)
    var stop = range.upperBound
    var failure: SyntaxError?
    var place = range.lowerBound
    reading: while true {
      guard reader.next() else {
        (failure, place) = describe(reader.problem, &builder, reader.range)
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
        case YAML_STREAM_START_EVENT: break
        case YAML_DOCUMENT_START_EVENT: try builder.document(event)
        case YAML_DOCUMENT_END_EVENT:
          stop = builder.offset(of: event.pointee.end_mark.index)
          break reading
        default:
          return .endOfStream
        }
      } catch {
        failure = describe(error, reader.range)
        place = error.start
        break
      }
    }
    cursor = builder.position
    if failure != nil { stop = place }
    stop = max(range.lowerBound, min(stop, range.upperBound))
    let hasRoot = failure == nil && !builder.isEmpty && builder.records.count > 0
    // The line break that the parser was given in addition is not part of a document that ends earlier.
    let endsLine = text.endsLine && stop == range.upperBound
    let storage = builder.finish(text, range.lowerBound..<stop, endsLine: endsLine)
    let tree = Tree(storage: storage, hasRoot: hasRoot)
    let result = ParseResult(tree: tree, failure: failure)
    return failure.map { .failed(result, $0, at: place) } ?? .document(result)
  }

  private func describe(
    _ problem: EventReader.Problem, _ builder: inout TreeBuilder, _ parsed: Range<Int>
  ) -> (SyntaxError, place: Int) {
    let start =
      problem.kind == .reader
      ? min(parsed.lowerBound + problem.index, parsed.upperBound) : builder.offset(of: problem.index)
    let isAtBreak = start >= parsed.upperBound || Characters.breakLength(buffer, start, parsed.upperBound) > 0
    // What the bytes after a wrong one would have been is anybody's guess: it alone is pointed at.
    let length = isAtBreak ? 0 : problem.kind == .reader ? 1 : UTF8Bytes.length(startingWith: buffer[start])
    let context = problem.context.map { _ in builder.offset(of: problem.contextIndex) }
    let failure = SyntaxError(
      problem: inDecodersWords(problem.text), context: problem.context,
      span: text.span(start, min(start + length, parsed.upperBound)),
      contextSpan: context.map { text.span($0, $0) }, kind: problem.kind, line: problem.line,
      contextLine: problem.contextLine)
    return (failure, start)
  }

  private func describe(_ problem: TreeBuilder.Problem, _ parsed: Range<Int>) -> SyntaxError {
    let context = problem.context
    return SyntaxError(
      problem: problem.text, context: context?.text, span: text.span(problem.start, problem.end),
      contextSpan: context.map { text.span($0.start, $0.start) }, kind: problem.kind,
      line: problem.kind == .scanner || problem.kind == .parser ? line(of: problem.start, in: parsed) : 0,
      contextLine: context.map { line(of: $0.start, in: parsed) } ?? 0)
  }

  /// The line of an offset, from 0, as the parser counts.
  private func line(of place: Int, in parsed: Range<Int>) -> Int {
    var line = 0
    var offset = parsed.lowerBound
    while offset < place {
      let length = Characters.breakLength(buffer, offset, parsed.upperBound)
      if length > 0 { line += 1 }
      offset += max(length, 1)
    }
    return line
  }

  private func inDecodersWords(_ problem: String) -> String {
    guard text.decoder == .goYAML2 else { return problem }
    return problem == "found a tab character that violates indentation"
      ? "found a tab character that violate indentation" : problem
  }
}
