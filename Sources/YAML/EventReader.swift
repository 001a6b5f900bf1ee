import CYAML
import Glibc

/// libyaml's parser over a part of a text.
struct EventReader: ~Copyable {
  /// The part of the text that the parser sees: its range without a byte order mark.
  let range: Range<Int>
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutablePointer<Input>
  let event: UnsafeMutablePointer<yaml_event_t>

  /// What remains to be handed to the parser.
  fileprivate struct Input {
    var next: UnsafePointer<UInt8>?
    var remaining: Int
    var addsLineBreak: Bool
  }

  /// - Parameters:
  ///   - text: stays valid as long as the reader lives.
  ///   - endsLine: whether the parser sees a line break after a last line that has none.
  init(_ text: UnsafeBufferPointer<UInt8>, range whole: Range<Int>, endsLine: Bool) {
    let hasMark = text[whole].starts(with: UTF8Bytes.mark)
    range = hasMark ? whole.lowerBound + 3..<whole.upperBound : whole
    parser = .allocate(capacity: 1)
    event = .allocate(capacity: 1)
    input = .allocate(capacity: 1)
    event.initialize(to: yaml_event_t())
    parser.initialize(to: yaml_parser_t())
    input.initialize(
      to: Input(
        next: text.baseAddress.map { $0 + range.lowerBound }, remaining: range.count,
        addsLineBreak: endsLine && text[range].last != 0x0A))
    guard yaml_parser_initialize(parser) == 1 else { preconditionFailure("out of memory") }
    yaml_parser_set_input(parser, readInput, input)
    // Otherwise libyaml would take a text that happens to start like one for UTF-16.
    yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
  }

  deinit {
    yaml_event_delete(event)
    yaml_parser_delete(parser)
    event.deallocate()
    parser.deallocate()
    input.deallocate()
  }

  /// Reads the next event into `event`; false on an error, which `problem` describes.
  @inline(__always)
  mutating func next() -> Bool {
    yaml_event_delete(event)
    return yaml_parser_parse(parser, event) == 1
  }

  /// What libyaml says about the error that `next` ran into.
  struct Problem {
    var text: String
    var context: String?
    var kind: SyntaxError.Kind
    /// A byte offset into the range for the kind `reader`, otherwise a code point.
    var index: Int
    var contextIndex: Int
    var line: Int
    var contextLine: Int
  }

  var problem: Problem {
    let state = parser.pointee
    let kind: SyntaxError.Kind =
      switch state.error {
      case YAML_READER_ERROR: .reader
      case YAML_SCANNER_ERROR: .scanner
      case YAML_MEMORY_ERROR: .limit
      default: .parser
      }
    return Problem(
      text: state.problem.map { String(cString: $0) } ?? (kind == .limit ? "out of memory" : "unknown problem"),
      context: state.context.map { String(cString: $0) },
      kind: kind,
      index: kind == .reader ? state.problem_offset : state.problem_mark.index,
      contextIndex: state.context_mark.index,
      line: kind == .reader ? 0 : Int(state.problem_mark.line),
      contextLine: Int(state.context_mark.line))
  }
}

/// Hands the parser as many bytes at a time as go-yaml reads: what is read ahead decides which of two errors comes
/// first, and a short piece keeps the start of a parser cheap.
private let pieceLength = 512

private func readInput(
  _ data: UnsafeMutableRawPointer?, _ buffer: UnsafeMutablePointer<UInt8>?, _ size: Int,
  _ sizeRead: UnsafeMutablePointer<Int>?
) -> CInt {
  guard let data, let buffer, let sizeRead else { return 0 }
  let input = data.assumingMemoryBound(to: EventReader.Input.self)
  let count = min(input.pointee.remaining, size, pieceLength)
  if count > 0, let next = input.pointee.next {
    memcpy(buffer, next, count)
    input.pointee.next = next + count
    input.pointee.remaining -= count
    sizeRead.pointee = count
  } else if input.pointee.addsLineBreak, size > 0 {
    buffer.pointee = 0x0A
    input.pointee.addsLineBreak = false
    sizeRead.pointee = 1
  } else {
    sizeRead.pointee = 0
  }
  return 1
}
