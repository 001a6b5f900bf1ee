extension Substitution.Syntax {
  /// The part of the syntax that a range of the text consists of; nil where an expansion crosses the borders of the
  /// range, or reading stopped before its end.
  public func slice(_ range: Range<Int>) -> Self? {
    guard range.upperBound <= inputEnd else { return nil }
    // Binary search: a file of many documents is sliced once for each.
    var low = 0
    var high = parts.count
    while low < high {
      let middle = (low + high) / 2
      if parts[middle].range.upperBound <= range.lowerBound { low = middle + 1 } else { high = middle }
    }
    var slice: [Substitution.Part] = []
    while low < parts.count, parts[low].range.lowerBound < range.upperBound {
      if case .literal(let literal) = parts[low] {
        slice.append(.literal(literal.clamped(to: range)))
      } else {
        let part = parts[low].range
        guard part.lowerBound >= range.lowerBound, part.upperBound <= range.upperBound else { return nil }
        slice.append(parts[low])
      }
      low += 1
    }
    return Self(parts: slice, inputEnd: range.upperBound)
  }
}
