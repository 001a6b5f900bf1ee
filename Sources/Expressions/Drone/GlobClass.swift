/// A character class of a pattern, between its brackets.
struct GlobClass {
  var ranges: [ClosedRange<UInt32>] = []
  var isNegated = false

  /// Reads what stands between `[` and `]`.
  init(_ content: [UInt8]) throws(Problem) {
    let scalars = Runes.scalars(of: content)
    guard let first = scalars.first else { throw Problem(defect: .emptyClass) }
    var index = 0
    if first == 0x5E {
      isNegated = true
      index = 1
    }
    while index < scalars.count {
      let low = try Self.character(scalars, &index)
      var high = low
      if index < scalars.count, scalars[index] == 0x2D {
        index += 1
        high = try Self.character(scalars, &index)
      }
      if low <= high { ranges.append(low...high) }
    }
  }

  struct Problem: Error {
    var defect: Glob.Defect
  }

  func contains(_ scalar: UInt32) -> Bool {
    ranges.contains { $0.contains(scalar) } != isNegated
  }

  private static func character(_ scalars: [UInt32], _ index: inout Int) throws(Problem) -> UInt32 {
    guard index < scalars.count, scalars[index] != 0x2D else { throw Problem(defect: .misplacedHyphen) }
    if scalars[index] == 0x5C {
      index += 1
      guard index < scalars.count else { throw Problem(defect: .unterminatedClass) }
    }
    index += 1
    return scalars[index - 1]
  }
}
