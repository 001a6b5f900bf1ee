import Synchronization

/// One text that was read, with the line table that turns offsets into lines and columns.
public final class Source: Sendable {
  /// What spans call it.
  public let id: SourceID
  /// The path as it is shown: relative to the current folder, `/` between parts; `<stdin>` for standard input.
  public let name: String
  /// The bytes as they were read; not necessarily valid UTF-8.
  public let bytes: [UInt8]
  /// Made when the first position is asked for: most files have nothing to report.
  private let lineTable = Mutex<[UInt32]?>(nil)

  /// Reads no file; the caller has done that. `bytes` must be shorter than 4 GiB.
  public init(id: SourceID, name: String, bytes: [UInt8]) {
    precondition(bytes.count <= Int(UInt32.max), "a source must be shorter than 4 GiB")
    self.id = id
    self.name = name
    self.bytes = bytes
  }

  /// The source of a text that is in memory already.
  public convenience init(id: SourceID = SourceID(0), name: String, text: String) {
    self.init(id: id, name: name, bytes: Array(text.utf8))
  }

  /// A place as people count it: both from 1; columns in characters (grapheme clusters).
  public struct Position: Hashable, Sendable {
    /// From 1.
    public var line: Int
    /// From 1, in characters.
    public var column: Int
  }

  /// The position of a UTF-8 offset. Offsets past the end count as the end; an offset inside a character counts as it.
  public func position(of offset: UInt32) -> Position {
    let bounded = min(Int(offset), bytes.count)
    let line = lineIndex(of: bounded)
    let start = Int(lineStarts[line])
    let prefix = bytes[start..<bounded]
    let skipsMark = line == 0 && prefix.starts(with: [0xEF, 0xBB, 0xBF])
    let visible = skipsMark ? prefix.dropFirst(3) : prefix
    if visible.allSatisfy({ $0 < 0x80 }) { return Position(line: line + 1, column: visible.count + 1) }
    return Position(line: line + 1, column: String(decoding: visible, as: UTF8.self).count + 1)
  }

  /// The line, from 1, that a UTF-8 offset is on. Offsets past the end count as the end.
  public func lineNumber(of offset: UInt32) -> Int { lineIndex(of: min(Int(offset), bytes.count)) + 1 }

  /// The number of lines; a text that ends in a line feed has an empty last line.
  public var lineCount: Int { lineStarts.count }

  /// The text of a line (from 1) without its line break; empty outside the range.
  public func line(_ number: Int) -> String {
    guard number >= 1, number <= lineStarts.count else { return "" }
    return String(decoding: bytes[lineRange(number)], as: UTF8.self)
  }

  /// The offsets of a line (from 1) without its line break.
  public func lineRange(_ number: Int) -> Range<Int> {
    let start = Int(lineStarts[number - 1])
    var end = number < lineStarts.count ? Int(lineStarts[number]) - 1 : bytes.count
    if end > start, bytes[end - 1] == 0x0D { end -= 1 }
    return start..<end
  }

  /// The text of a span, with invalid UTF-8 replaced.
  public func text(of span: Span) -> String {
    let end = min(Int(span.end), bytes.count)
    let start = min(Int(span.start), end)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// The span of the whole text.
  public var span: Span { Span(id, 0, UInt32(bytes.count)) }

  /// The offset at which each line starts.
  private var lineStarts: [UInt32] {
    lineTable.withLock { table in
      if let table { return table }
      var starts: [UInt32] = [0]
      bytes.withUnsafeBufferPointer { buffer in
        for index in buffer.indices where buffer[index] == 0x0A { starts.append(UInt32(index + 1)) }
      }
      table = starts
      return starts
    }
  }

  private func lineIndex(of offset: Int) -> Int {
    let lineStarts = lineStarts
    var low = 0
    var high = lineStarts.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if Int(lineStarts[middle]) <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
