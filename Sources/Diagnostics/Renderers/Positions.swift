/// Finds positions in the sources of a run; fast when a source's are asked for in ascending order, even all on one very
/// long line.
struct Positions {
  private let sources: SourceSet
  private var last: (source: SourceID, offset: UInt32, position: Source.Position)?

  init(_ sources: SourceSet) {
    self.sources = sources
  }

  /// The same as `sources[id].position(of: target)`.
  mutating func position(of target: UInt32, in id: SourceID) -> Source.Position {
    let source = sources[id]
    let bounded = min(target, UInt32(source.bytes.count))
    let found = advanced(to: bounded, in: source) ?? source.position(of: bounded)
    last = (id, bounded, found)
    return found
  }

  /// The position counted on from the last one, which is sure only where all between is ASCII.
  private func advanced(to target: UInt32, in source: Source) -> Source.Position? {
    guard let last, last.source == source.id, last.offset > 0, target >= last.offset,
      source.lineNumber(of: target) == last.position.line
    else { return nil }
    let between = source.bytes[Int(last.offset) - 1..<Int(target)]
    guard between.allSatisfy({ $0 < 0x80 && $0 != 0x0D }) else { return nil }
    return Source.Position(line: last.position.line, column: last.position.column + between.count - 1)
  }
}
