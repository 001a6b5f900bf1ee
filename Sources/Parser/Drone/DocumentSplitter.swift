import CSearch
import Glibc

/// Cuts a Drone file into documents, as the server, the runners and the command line do before they parse any YAML.
///
/// The rules are about lines, not YAML: a line that starts with `---` ends a document, whatever follows on it is lost; a
/// line that starts with `...` ends the input; so does, in silence, a line of 65,536 bytes or more.
struct DocumentSplitter: Sendable {
  /// One document's slice of the text.
  struct Piece: Sendable {
    /// The lines of the document, without its separator.
    var range: Range<Int>
    /// The separator line that opened it, without its line break; nil for the text before the first separator.
    var separator: Range<Int>?
  }

  /// Text that no part of the system ever reads.
  struct Dropped: Sendable {
    enum Why: Sendable {
      /// On a separator line, after the three dashes.
      case onSeparator
      /// After a line that starts with three dots.
      case afterTerminator
      /// From a line on that is too long for the line buffer.
      case longLine
    }

    var why: Why
    var range: Range<Int>
  }

  /// The first line length, in bytes without the line feed, that the upstream line reader refuses.
  static let lineLimit = 65_536

  var pieces: [Piece] = []
  var dropped: [Dropped] = []

  init(_ bytes: [UInt8]) {
    bytes.withUnsafeBufferPointer { split($0) }
  }

  /// Looks for the few lines that matter instead of at every line: files of 100 MB are split in the time of a few
  /// passes of `memmem`.
  private mutating func split(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard !bytes.isEmpty else { return }
    let longLine = Self.longLine(in: bytes)
    let readable = UnsafeBufferPointer(rebasing: bytes[..<(longLine ?? bytes.count)])
    let terminator = Self.line(startingWith: UInt8(ascii: "."), in: readable, from: 0)
    let content = UnsafeBufferPointer(rebasing: readable[..<(terminator ?? readable.count)])
    var position = 0
    var start: Int?
    var separator: Range<Int>?
    while let line = Self.line(startingWith: UInt8(ascii: "-"), in: content, from: position) {
      if start == nil, line > 0 { start = 0 }
      close(&start, separator, at: line)
      let lineEnd = Self.lineEnd(in: content, from: line)
      let end = Self.trimmedEnd(bytes, from: line, to: lineEnd)
      separator = line..<end
      position = min(lineEnd + 1, content.count)
      start = position
      noteTextOnSeparator(bytes, line + 3..<end)
    }
    if start == nil, !content.isEmpty || terminator != nil { start = 0 }
    close(&start, separator, at: content.count)
    noteEnd(bytes, terminator: terminator, longLine: longLine)
  }

  private mutating func noteEnd(_ bytes: UnsafeBufferPointer<UInt8>, terminator: Int?, longLine: Int?) {
    if let terminator {
      let next = min(Self.lineEnd(in: bytes, from: terminator) + 1, bytes.count)
      if Self.hasContent(bytes, from: next) {
        dropped.append(Dropped(why: .afterTerminator, range: terminator..<bytes.count))
      }
    } else if let longLine {
      dropped.append(Dropped(why: .longLine, range: longLine..<bytes.count))
    }
  }

  /// Where the first line begins that is too long; each step jumps over all lines that end within the limit.
  private static func longLine(in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let base = bytes.baseAddress else { return nil }
    var start = 0
    while bytes.count - start >= lineLimit {
      guard let found = memrchr(base + start, 0x0A, lineLimit) else { return start }
      start = base.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
    }
    return nil
  }

  /// Where the next line begins that starts with three times `byte`.
  private static func line(
    startingWith byte: UInt8, in bytes: UnsafeBufferPointer<UInt8>, from position: Int
  ) -> Int? {
    guard let base = bytes.baseAddress, position < bytes.count else { return nil }
    if starts(bytes, at: position, with: byte) { return position }
    let pattern: [UInt8] = [0x0A, byte, byte, byte]
    guard let found = memmem(base + position, bytes.count - position, pattern, pattern.count) else { return nil }
    return base.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
  }

  private mutating func close(_ start: inout Int?, _ separator: Range<Int>?, at end: Int) {
    guard let opened = start else { return }
    pieces.append(Piece(range: opened..<max(opened, end), separator: separator))
    start = nil
  }

  /// A comment after the dashes is no loss.
  private mutating func noteTextOnSeparator(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) {
    var index = range.lowerBound
    while index < range.upperBound, bytes[index] == 0x20 || bytes[index] == 0x09 || bytes[index] == 0x2D { index += 1 }
    guard index < range.upperBound, bytes[index] != UInt8(ascii: "#") else { return }
    dropped.append(Dropped(why: .onSeparator, range: index..<range.upperBound))
  }

  private static func lineEnd(in bytes: UnsafeBufferPointer<UInt8>, from position: Int) -> Int {
    guard let base = bytes.baseAddress, position < bytes.count,
      let found = memchr(base + position, 0x0A, bytes.count - position)
    else { return bytes.count }
    return base.distance(to: found.assumingMemoryBound(to: UInt8.self))
  }

  private static func trimmedEnd(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int) -> Int {
    end > start && bytes[end - 1] == 0x0D ? end - 1 : end
  }

  private static func starts(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int, with byte: UInt8) -> Bool {
    index + 2 < bytes.count && bytes[index] == byte && bytes[index + 1] == byte && bytes[index + 2] == byte
  }

  private static func hasContent(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Bool {
    bytes[min(index, bytes.count)...].contains { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
  }
}
