import Diagnostics
import Expressions
import IR

/// Finds what substitution has put into a text of Drone.
enum SubstitutedText {
  /// A part of the text that stands for a `${…}` of the file.
  struct Hole {
    /// In the text; empty where nothing was put in.
    var range: Range<Int>
    /// How long the `${…}` is in the file.
    var length: Int
  }

  /// How far beside a text what became nothing is looked for, in bytes.
  private static let longestLook = 512

  /// In the order of the text; nil: what was put in cannot be told from the rest.
  static func holes(of text: Text, _ index: SubstitutionIndex, _ source: Source) -> [Hole]? {
    let count = text.value.utf8.count
    var result: [Hole] = []
    var end = Int(text.span.start)
    if let map = text.map {
      guard let first = map.pieces.first else { return [] }
      end = Int(first.originalStart)
      result += edge(before: end, index, source).map { Hole(range: 0..<0, length: $0.count) }
      for piece in map.pieces {
        let derived = Int(piece.derivedStart)..<Int(piece.derivedStart + piece.derivedLength)
        let original = Int(piece.originalStart)..<Int(piece.originalStart + piece.originalLength)
        // What is left out between two pieces is an expansion that became nothing, or the indentation.
        if original.lowerBound > end {
          for expansion in index.expansions(in: Span(source.id, end..<original.lowerBound)) {
            result.append(Hole(range: derived.lowerBound..<derived.lowerBound, length: expansion.range.count))
          }
        }
        if !piece.isLinear {
          let inside = index.expansions(in: Span(source.id, original))
          if let expansion = inside.first {
            guard inside.count == 1, expansion.range == original else { return nil }
            result.append(Hole(range: derived, length: original.count))
          }
        }
        end = max(end, original.upperBound)
      }
    } else {
      result += edge(before: end, index, source).map { Hole(range: 0..<0, length: $0.count) }
      end = Int(text.span.end)
    }
    result += edge(after: end, index, source).map { Hole(range: count..<count, length: $0.count) }
    return result
  }

  /// The expansions that became nothing where a plain text begins: only blanks are between them and the text.
  private static func edge(before start: Int, _ index: SubstitutionIndex, _ source: Source) -> [Range<Int>] {
    let bytes = source.bytes
    let lowest = max(0, start - longestLook)
    let line = bytes[lowest..<start].lastIndex(of: 0x0A).map { $0 + 1 } ?? lowest
    var result: [Range<Int>] = []
    var end = start
    for expansion in index.expansions(in: Span(source.id, line..<start)).reversed() {
      guard expansion.range.upperBound <= end,
        bytes[expansion.range.upperBound..<end].allSatisfy({ $0 == 0x20 })
      else { break }
      result.insert(expansion.range, at: 0)
      end = expansion.range.lowerBound
    }
    return result
  }

  private static func edge(after end: Int, _ index: SubstitutionIndex, _ source: Source) -> [Range<Int>] {
    let bytes = source.bytes
    guard end <= bytes.count else { return [] }
    let highest = min(bytes.count, end + longestLook)
    let line = bytes[end..<highest].firstIndex(of: 0x0A) ?? highest
    var result: [Range<Int>] = []
    var start = end
    for expansion in index.expansions(in: Span(source.id, end..<line)) {
      guard expansion.range.lowerBound >= start, bytes[start..<expansion.range.lowerBound].allSatisfy({ $0 == 0x20 })
      else {
        break
      }
      result.append(expansion.range)
      start = expansion.range.upperBound
    }
    return result
  }
}
