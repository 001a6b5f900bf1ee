/// Finds the known name that a misspelt one most likely meant.
public enum Suggestion {
  /// The nearest of `candidates` to `name`, or nil when none is near enough to be worth saying.
  ///
  /// Near means an edit distance (insertions, deletions, substitutions, swaps of neighbours; case and `-`/`_` count
  /// nothing) of at most a third of the longer name, and at least one. The first of equally near candidates wins.
  public static func nearest<Names: Sequence<String>>(to name: String, among candidates: Names) -> String? {
    let wanted = folded(name)
    guard !wanted.isEmpty, wanted.count <= 64 else { return nil }
    var best: (name: String, distance: Int)?
    for candidate in candidates where candidate != name {
      let other = folded(candidate)
      let limit = max(1, max(wanted.count, other.count) / 3)
      guard abs(wanted.count - other.count) <= limit else { continue }
      let distance = distance(wanted, other)
      guard distance <= limit, distance < (best?.distance ?? Int.max) else { continue }
      if min(wanted.count, other.count) <= 2, distance > 0 { continue }
      best = (candidate, distance)
    }
    return best?.name
  }

  private static func folded(_ name: String) -> [UInt8] {
    name.lowercased().utf8.filter { $0 != 0x2D && $0 != 0x5F && $0 != 0x20 }
  }

  /// The optimal string alignment distance.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for i in left.indices {
      var current = [i + 1]
      current.reserveCapacity(right.count + 1)
      for j in right.indices {
        let cost = left[i] == right[j] ? 0 : 1
        var value = min(previous[j] + cost, previous[j + 1] + 1, current[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          value = min(value, beforePrevious[j - 1] + 1)
        }
        current.append(value)
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
