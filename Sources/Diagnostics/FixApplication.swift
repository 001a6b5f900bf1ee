/// Puts fixes into a text.
public enum FixApplication {
  /// A text with fixes in it.
  public struct Result: Sendable {
    /// The new text.
    public var bytes: [UInt8]
    /// The edits that were made, in ascending order; they do not overlap.
    public var edits: [Fix.Edit]
    /// The findings whose fix is in it, by their positions in the list.
    public var mended: [Int]
  }

  /// Applies the best fix of each finding that has one of an allowed safety; where two touch the same place, the first
  /// one is made and the other is left for another time.
  ///
  /// - Parameter diagnostics: findings of `source`; those of other sources are passed over.
  public static func apply(_ diagnostics: [Diagnostic], to source: Source, allowing safeties: Set<Fix.Safety>) -> Result
  {
    var taken: [Fix.Edit] = []
    var mended: [Int] = []
    for (index, diagnostic) in diagnostics.enumerated() where diagnostic.primary.span.source == source.id {
      guard let fix = diagnostic.fixes.first(where: { safeties.contains($0.safety) }), !fix.edits.isEmpty,
        fix.edits.allSatisfy({ $0.span.source == source.id && Int($0.span.end) <= source.bytes.count })
      else { continue }
      // One mistake may be found twice with one and the same mending.
      let fresh = fix.edits.filter { !taken.contains($0) }
      guard !fresh.contains(where: { edit in taken.contains { $0.collides(with: edit) } }) else { continue }
      taken += fresh
      mended.append(index)
    }
    taken.sort { ($0.span.start, $0.span.end) < ($1.span.start, $1.span.end) }
    var bytes: [UInt8] = []
    var position = 0
    for edit in taken {
      bytes += source.bytes[position..<Int(edit.span.start)]
      bytes += Array(edit.replacement.utf8)
      position = Int(edit.span.end)
    }
    bytes += source.bytes[position...]
    return Result(bytes: bytes, edits: taken, mended: mended)
  }
}

extension Fix.Edit {
  /// Whether two edits cannot both be made: they share a byte, or stand at the same place.
  fileprivate func collides(with other: Fix.Edit) -> Bool {
    span.start == other.span.start || (span.start < other.span.end && other.span.start < span.end)
  }
}
