/// Finds positions in the sources of a run; fast also where very many of them are on one very long line.
public struct Positions {
  private let sources: SourceSet
  private var longLines: [LineKey: [Checkpoint]] = [:]

  /// The last place that was counted in code points: findings come in order, so the next one is mostly behind it.
  private var lastScalar: (key: LineKey, offset: Int, column: Int)?

  private struct LineKey: Hashable {
    var source: SourceID
    var line: Int
  }

  /// A place between two characters of a long line.
  private struct Checkpoint {
    var offset: Int
    var column: Int
  }

  /// Lines longer than this get checkpoints, so many bytes apart.
  private static let distance = 2048

  public init(_ sources: SourceSet) {
    self.sources = sources
  }

  /// The source of that identifier.
  func source(_ id: SourceID) -> Source { sources[id] }

  /// The same as `sources[id].position(of: target)`.
  public mutating func position(of target: UInt32, in id: SourceID) -> Source.Position {
    let source = sources[id]
    let bounded = min(Int(target), source.bytes.count)
    let line = source.lineNumber(of: UInt32(bounded))
    let range = source.lineRange(line)
    guard bounded - range.lowerBound > Self.distance else { return source.position(of: target) }
    let key = LineKey(source: id, line: line)
    let checkpoints: [Checkpoint]
    if let known = longLines[key] {
      checkpoints = known
    } else {
      checkpoints = Self.checkpoints(of: range, line: line, in: source.bytes)
      longLines[key] = checkpoints
    }
    guard let nearest = Self.last(of: checkpoints, atOrBefore: bounded) else { return source.position(of: target) }
    let rest = source.bytes[nearest.offset..<max(nearest.offset, min(bounded, range.upperBound))]
    return Source.Position(line: line, column: nearest.column + String(decoding: rest, as: UTF8.self).count)
  }

  /// The column in code points, from 1; a byte order mark does not count, a byte that is no text counts as one.
  mutating func scalarColumn(of target: UInt32, line: Int, in source: Source) -> Int {
    let range = source.lineRange(line)
    let bound = max(range.lowerBound, min(Int(target), range.upperBound))
    let key = LineKey(source: source.id, line: line)
    var start = range.lowerBound
    var column = 1
    if line == 1, source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = min(bound, 3) }
    if let last = lastScalar, last.key == key, last.offset <= bound { (start, column) = (last.offset, last.column) }
    for byte in source.bytes[start..<bound] where byte & 0xC0 != 0x80 { column += 1 }
    lastScalar = (key, bound, column)
    return column
  }

  /// Empty where the line is no valid UTF-8, so that bytes and characters cannot be told apart cheaply.
  private static func checkpoints(of range: Range<Int>, line: Int, in bytes: [UInt8]) -> [Checkpoint] {
    var slice = bytes[range]
    if line == 1, slice.starts(with: [0xEF, 0xBB, 0xBF]) { slice = slice.dropFirst(3) }
    guard let text = String(validating: slice, as: UTF8.self) else { return [] }
    var result = [Checkpoint(offset: slice.startIndex, column: 1)]
    var offset = slice.startIndex
    var column = 1
    for character in text {
      if offset - (result.last?.offset ?? 0) >= distance { result.append(Checkpoint(offset: offset, column: column)) }
      offset += character.utf8.count
      column += 1
    }
    return result
  }

  private static func last(of checkpoints: [Checkpoint], atOrBefore offset: Int) -> Checkpoint? {
    var low = 0
    var high = checkpoints.count
    while low + 1 < high {
      let middle = (low + high) / 2
      if checkpoints[middle].offset <= offset { low = middle } else { high = middle }
    }
    return checkpoints.isEmpty ? nil : checkpoints[low]
  }
}
