import Glibc

/// One line of output, or a piece of one that is very long.
public struct OutputLine: Hashable, Sendable {
  /// Without the line break; any bytes, usually UTF-8.
  public var bytes: [UInt8]
  /// Whether the next piece belongs to the same line.
  public var isContinued: Bool

  public init(_ bytes: [UInt8], isContinued: Bool = false) {
    self.bytes = bytes
    self.isContinued = isContinued
  }
}

/// Cuts bytes that arrive in pieces into lines at each line feed; a line beyond the limit is passed on in pieces.
public struct LineSplitter: Sendable {
  private var open: [UInt8] = []
  private let limit: Int

  /// - Parameter limit: the most bytes that are kept waiting for a line feed, and the longest piece; at least 4.
  public init(limit: Int = 64 * 1024) {
    self.limit = max(4, limit)
  }

  /// Takes the next bytes and appends the lines that are complete by now.
  public mutating func feed(_ chunk: [UInt8], into lines: inout [OutputLine]) {
    var position = 0
    while position < chunk.count {
      let room = limit - open.count
      let (end, isLine) = Self.nextEnd(in: chunk, from: position, room: room)
      if isLine {
        lines.append(OutputLine(open + chunk[position..<end]))
        open.removeAll(keepingCapacity: true)
        position = end + 1
        continue
      }
      open.append(contentsOf: chunk[position..<end])
      position = end
      if open.count == limit { cut(into: &lines) }
    }
  }

  /// Appends what is left without a final line feed.
  public mutating func finish(into lines: inout [OutputLine]) {
    if !open.isEmpty { lines.append(OutputLine(open)) }
    open.removeAll()
  }

  /// Where the next line feed is within `room` bytes, or else where the room or the chunk ends.
  private static func nextEnd(in chunk: [UInt8], from position: Int, room: Int) -> (end: Int, isLine: Bool) {
    // One byte beyond the room may still be the line feed of a line that just fits.
    let end = min(chunk.count, position + room + 1)
    return chunk.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let found = memchr(base + position, 0x0A, end - position) else {
        return (min(chunk.count, position + room), false)
      }
      return (base.distance(to: UnsafeRawPointer(found)), true)
    }
  }

  /// Passes on a piece, but never half of a character.
  private mutating func cut(into lines: inout [OutputLine]) {
    var end = open.count
    var start = end - 1
    while start > end - 4, open[start] & 0xC0 == 0x80 { start -= 1 }
    let width = open[start] >= 0xF0 ? 4 : open[start] >= 0xE0 ? 3 : open[start] >= 0xC0 ? 2 : 1
    if start + width > end { end = start }
    lines.append(OutputLine(Array(open[..<end]), isContinued: true))
    open.removeFirst(end)
  }
}
