extension Character {
  /// How many columns of a terminal the character takes: 0, 1 or 2.
  ///
  /// East Asian wide and full-width characters and emoji take two, marks that combine with what is before them none.
  public var columns: Int {
    if isASCII { return 1 }
    var widest = 0
    for scalar in unicodeScalars {
      if scalar.value == 0xFE0F { return 2 }
      widest = max(widest, scalar.columns)
    }
    return widest
  }
}

extension Unicode.Scalar {
  /// How many columns of a terminal the scalar takes on its own: 0, 1 or 2.
  var columns: Int {
    if value < 0x300 { return 1 }
    if value >= 0x1100 {
      if properties.isEmojiPresentation { return 2 }
      for range in Self.wideRanges {
        if value < range.lowerBound { break }
        if range.contains(value) { return 2 }
      }
    }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return 1
    }
  }

  /// The blocks of the classes W and F of Unicode Standard Annex 11, in ascending order; gaps inside a block are unassigned.
  private static let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0xA4CF,
    0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF00...0xFF60,
    0xFFE0...0xFFE6, 0x16FE0...0x18AFF, 0x1AFF0...0x1B2FF, 0x1F200...0x1F2FF, 0x20000...0x3FFFD,
  ]
}

extension String {
  /// How many columns of a terminal the text takes; it must be printable.
  public var columns: Int {
    utf8.allSatisfy { $0 < 0x80 } ? utf8.count : reduce(0) { $0 + $1.columns }
  }
}
