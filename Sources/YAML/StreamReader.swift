import CYAML
import Diagnostics

/// Drives the parser over a text and makes a tree of each document.
struct StreamReader {
  struct Text {
    var bytes: [UInt8]
    var source: SourceID
    var map: OffsetMap?
    var limits: Limits
    var decoder: Decoder
    var endsLine: Bool

    func span(_ start: Int, _ end: Int) -> Span {
      guard let map else { return Span(source, UInt32(start), UInt32(end)) }
      let original = map.original(start: UInt32(start), end: UInt32(end))
      return Span(source, original.start, original.end)
    }
  }

  private let text: Text
  /// What the parser is given in place of the text, see `GoYAMLPatch`.
  private var patched: [UInt8]?
  private var patches = 0
  private var bytesReadAgain = 0
  private let isASCII: Bool

  private init(_ text: Text, _ range: Range<Int>) {
    self.text = text
    isASCII = text.bytes.withUnsafeBufferPointer { MarkCursor.isASCII(UnsafeBufferPointer(rebasing: $0[range])) }
  }

  static func first(_ text: Text, in range: Range<Int>) -> ParseResult {
    if let refused = text.refusal(range) { return refused }
    var results: [ParseResult] = []
    var reader = StreamReader(text, range)
    reader.read(range, limit: 1, into: &results)
    return results.first ?? ParseResult(tree: text.emptyTree(range), failure: nil)
  }

  static func all(_ text: Text) -> [ParseResult] {
    let range = 0..<text.bytes.count
    if let refused = text.refusal(range) { return [refused] }
    var results: [ParseResult] = []
    var reader = StreamReader(text, range)
    reader.read(range, limit: .max, into: &results)
    return results
  }

  /// Why reading stopped before the end of the range.
  private enum Stop {
    /// Enough was read, or there is nothing more.
    case finished
    /// The rest is to be read from `start` on.
    case restart(at: Int)
  }

  private mutating func read(_ range: Range<Int>, limit: Int, into results: inout [ParseResult]) {
    var failures = 0
    var start = range.lowerBound
    while true {
      let original = text.bytes
      let given = patched ?? original
      let stop = original.withUnsafeBufferPointer { buffer in
        given.withUnsafeBufferPointer { parsed in
          run(buffer, parsed, start..<range.upperBound, limit: limit, into: &results, failures: &failures)
        }
      }
      guard case .restart(let place) = stop, failures <= Limits.brokenDocuments else { return }
      start = place
    }
  }

  /// Reads documents until one is broken.
  private mutating func run(
    _ buffer: UnsafeBufferPointer<UInt8>, _ parsed: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, limit: Int,
    into results: inout [ParseResult], failures: inout Int
  ) -> Stop {
    var events = EventReader(parsed, range: range, endsLine: text.endsLine)
    var cursor = MarkCursor(buffer, range: events.range, isASCII: isASCII)
    var start = range.lowerBound
    while results.count < limit {
      let document = DocumentReader(
        text: text, buffer: buffer, isPatched: patched != nil, range: start..<range.upperBound)
      switch document.read(&events, &cursor) {
      case .document(let result):
        results.append(result)
        start = result.tree.range.upperBound
      case .failed(let result, let failure, let place):
        if patch(failure, at: place, buffer, readFrom: start) { return .restart(at: start) }
        results.append(result)
        failures += 1
        guard results.count < limit, let next = Self.nextDocument(in: buffer, range, after: place, start: start) else {
          return .finished
        }
        return .restart(at: next)
      case .endOfStream:
        return .finished
      }
    }
    return .finished
  }

  /// Changes what the parser is given if go-yaml would read on where libyaml failed; false if it would not.
  private mutating func patch(
    _ failure: SyntaxError, at place: Int, _ buffer: UnsafeBufferPointer<UInt8>, readFrom start: Int
  ) -> Bool {
    guard text.decoder == .goYAML2, patches < GoYAMLPatch.greatestNumber, bytesReadAgain < GoYAMLPatch.greatestBytes,
      let found = GoYAMLPatch.patches(for: failure, at: place, in: buffer)
    else { return false }
    patches += 1
    bytesReadAgain += place - start
    var copy = patched ?? text.bytes
    patched = nil
    for (offset, byte) in found where offset < copy.count { copy[offset] = byte }
    patched = copy
    return true
  }

  /// The next line that starts with `---`: the one at `place`, where an unfinished document runs into it, or a later one.
  private static func nextDocument(
    in buffer: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, after place: Int, start: Int
  ) -> Int? {
    func starts(_ offset: Int) -> Bool {
      offset + 3 <= range.upperBound && buffer[offset..<offset + 3].allSatisfy { $0 == UInt8(ascii: "-") }
    }
    if place > start, place < range.upperBound, Characters.isBreak(buffer[place - 1]), starts(place) { return place }
    var offset = max(place, start)
    while offset < range.upperBound {
      while offset < range.upperBound, !Characters.isBreak(buffer[offset]) { offset += 1 }
      offset += 1
      if starts(offset) { return offset }
    }
    return nil
  }
}

// MARK: Texts that are not worth reading

extension StreamReader.Text {
  fileprivate func refusal(_ range: Range<Int>) -> ParseResult? {
    func refuse(_ problem: String, at place: Int) -> ParseResult {
      let at = min(place, Int(UInt32.max))
      return ParseResult(
        tree: emptyTree(range.lowerBound..<range.lowerBound),
        failure: SyntaxError(problem: problem, span: span(at, at), kind: .limit))
    }
    if range.upperBound > Limits.textBytes { return refuse("the text is too long", at: range.lowerBound) }
    return bytes.withUnsafeBufferPointer { buffer in
      TagDirectives.excess(in: buffer, range).map { refuse("there are too many or too long %TAG directives", at: $0) }
    }
  }

  fileprivate func emptyTree(_ range: Range<Int>) -> Tree {
    Tree(
      storage: TreeStorage(
        bytes: bytes, range: range, endsLine: endsLine, source: source, map: map, records: GrowingMemory(),
        texts: GrowingMemory(), properties: GrowingMemory(), tags: []),
      hasRoot: false)
  }
}
