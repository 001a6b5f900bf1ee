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

  private mutating func split(_ bytes: UnsafeBufferPointer<UInt8>) {
    var position = 0
    var start: Int?
    var separator: Range<Int>?
    while position < bytes.count {
      let lineStart = position
      let lineEnd = Self.lineEnd(in: bytes, from: position)
      position = min(lineEnd + 1, bytes.count)
      if lineEnd - lineStart >= Self.lineLimit {
        dropped.append(Dropped(why: .longLine, range: lineStart..<bytes.count))
        close(&start, separator, at: lineStart)
        return
      }
      if Self.starts(bytes, at: lineStart, with: UInt8(ascii: "-")) {
        close(&start, separator, at: lineStart)
        let end = Self.trimmedEnd(bytes, from: lineStart, to: lineEnd)
        separator = lineStart..<end
        start = position
        noteTextOnSeparator(bytes, lineStart + 3..<end)
        continue
      }
      if start == nil { start = lineStart }
      if Self.starts(bytes, at: lineStart, with: UInt8(ascii: ".")) {
        close(&start, separator, at: lineStart)
        if Self.hasContent(bytes, from: position) {
          dropped.append(Dropped(why: .afterTerminator, range: position..<bytes.count))
        }
        return
      }
    }
    close(&start, separator, at: bytes.count)
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
    var index = position
    while index < bytes.count, bytes[index] != 0x0A { index += 1 }
    return index
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
