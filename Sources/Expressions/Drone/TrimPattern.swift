/// The glob of `#`, `##`, `%` and `%%`: `*` is any run of bytes (also `/`), `?` one character, `[…]` a class with `^`
/// for negation, `\` an escape; everything else is literal bytes.
struct TrimPattern {
  private enum Item {
    case byte(UInt8)
    case anyCharacter
    case characterClass(ranges: [ClosedRange<UInt32>], isNegated: Bool)
    case anyRun
  }

  private let items: [Item]

  /// Matching takes about a nanosecond for each unit of this cost.
  static let maximumCost = 1 << 28

  /// Returns nil for a malformed pattern, which matches nothing.
  init?(_ pattern: [UInt8]) {
    let items = pattern.withUnsafeBufferPointer { Self.items(of: $0) }
    guard let items else { return nil }
    self.items = items
  }

  /// The number of steps that matching takes.
  func cost(for subject: [UInt8]) -> Int {
    let (product, overflowed) = (items.count + 1).multipliedReportingOverflow(by: subject.count + 1)
    return overflowed ? Int.max : product
  }

  /// The length in bytes of the shortest or longest prefix that matches; the empty prefix never does.
  ///
  /// All prefixes are tried in one pass: a set holds the items that may come next at an offset. A prefix may end inside
  /// a character, whose first bytes are then a character each, as they are upstream; a set of its own follows that.
  func matchingPrefix(of subject: [UInt8], longest: Bool) -> Int? {
    subject.withUnsafeBufferPointer { bytes in
      let end = items.count
      let none = [Bool](repeating: false, count: end + 1)
      // The sets at an offset and at the four after it, which is as far as one character leads.
      var sets = [[Bool]](repeating: none, count: 5)
      var cut = none
      var characterEnd = 0
      var result: Int?
      sets[0][0] = true
      for offset in 0...bytes.count {
        let now = offset % 5
        close(&sets[now])
        let isInside = offset < characterEnd
        if isInside { close(&cut) }
        if offset > 0, isInside ? cut[end] : sets[now][end] {
          result = offset
          if !longest { break }
        }
        if offset == bytes.count { break }
        let rune = Runes.decode(bytes, at: offset, limit: bytes.count)
        if !isInside {
          characterEnd = offset + rune.width
          if rune.width > 1 { cut = sets[now] }
        }
        for index in items.indices where sets[now][index] {
          switch items[index] {
          case .byte(let byte):
            if bytes[offset] == byte { sets[(offset + 1) % 5][index + 1] = true }
          case .anyRun: sets[(offset + 1) % 5][index] = true
          case .anyCharacter, .characterClass:
            if accepts(index, rune.scalar) { sets[(offset + rune.width) % 5][index + 1] = true }
          }
        }
        if offset + 1 < characterEnd { cut = advanceInside(cut, bytes[offset]) }
        for index in none.indices { sets[now][index] = false }
      }
      return result
    }
  }

  /// One byte of a character that is cut off further on.
  private func advanceInside(_ set: [Bool], _ byte: UInt8) -> [Bool] {
    var next = [Bool](repeating: false, count: set.count)
    for index in items.indices where set[index] {
      switch items[index] {
      case .byte(let wanted):
        if wanted == byte { next[index + 1] = true }
      case .anyRun: next[index] = true
      case .anyCharacter, .characterClass:
        if accepts(index, Runes.replacement) { next[index + 1] = true }
      }
    }
    return next
  }

  private func accepts(_ index: Int, _ scalar: UInt32) -> Bool {
    guard case .characterClass(let ranges, let isNegated) = items[index] else { return true }
    return ranges.contains { $0.contains(scalar) } != isNegated
  }

  /// A run may be empty, so that what follows it may come next too.
  private func close(_ set: inout [Bool]) {
    for index in items.indices where set[index] {
      if case .anyRun = items[index] { set[index + 1] = true }
    }
  }

  // MARK: - Reading

  private static func items(of pattern: UnsafeBufferPointer<UInt8>) -> [Item]? {
    var items: [Item] = []
    var index = 0
    while index < pattern.count {
      switch pattern[index] {
      case 0x2A:
        if case .anyRun? = items.last {} else { items.append(.anyRun) }
        index += 1
      case 0x3F:
        items.append(.anyCharacter)
        index += 1
      case 0x5B:
        index += 1
        guard let item = characterClass(pattern, &index) else { return nil }
        items.append(item)
      case 0x5C:
        guard index + 1 < pattern.count else { return nil }
        items.append(.byte(pattern[index + 1]))
        index += 2
      default:
        items.append(.byte(pattern[index]))
        index += 1
      }
    }
    return items
  }

  private static func characterClass(_ pattern: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> Item? {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false
    if index < pattern.count, pattern[index] == 0x5E {
      isNegated = true
      index += 1
    }
    var count = 0
    while true {
      if count > 0, pattern[index] == 0x5D {
        index += 1
        return .characterClass(ranges: ranges, isNegated: isNegated)
      }
      guard let low = classCharacter(pattern, &index) else { return nil }
      var high = low
      if pattern[index] == 0x2D {
        index += 1
        guard let end = classCharacter(pattern, &index) else { return nil }
        high = end
      }
      if low <= high { ranges.append(low...high) }
      count += 1
    }
  }

  /// One character of a class; something must follow it.
  private static func classCharacter(_ pattern: UnsafeBufferPointer<UInt8>, _ index: inout Int) -> UInt32? {
    guard index < pattern.count, pattern[index] != 0x2D, pattern[index] != 0x5D else { return nil }
    if pattern[index] == 0x5C { index += 1 }
    guard index < pattern.count else { return nil }
    let rune = Runes.decode(pattern, at: index, limit: pattern.count)
    index += rune.width
    return rune.isValid && index < pattern.count ? rune.scalar : nil
  }
}
