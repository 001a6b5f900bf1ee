/// Matches one component of a pattern against one component of a value.
///
/// The outcome is that of a plain backtracking matcher, quirks included; every state is visited once, so that no
/// pattern takes exponential time.
struct GlobMatcher {
  /// The answer for a rest of a pattern and a rest of a name.
  enum Outcome {
    case match, mismatch
    /// Matching came to a malformed part.
    case malformed
  }

  /// A rest of a pattern (by the number of its text) and a rest of the name.
  private struct State: Hashable {
    var pattern: Int
    var patternIndex: Int
    var nameIndex: Int
    /// The width of a star's steps; 0 where there is no star.
    var stride: Int
  }

  /// Stars and braces beyond this number in one component, and steps beyond the other, are taken for no match: such a
  /// pattern would keep the real system busy for longer than anyone waits.
  private static let maximumWildcards = 128
  private static let maximumSteps = 1 << 24

  private let name: [UInt8]
  /// The texts that arise when alternatives are put in front of what follows their braces.
  private var patterns: [[UInt8]] = []
  private var numbers: [[UInt8]: Int] = [:]
  private var outcomes: [State: Outcome] = [:]
  private var steps = 0

  static func matches(_ pattern: [UInt8], _ name: [UInt8]) -> Bool {
    guard pattern.contains(where: isSpecial) else { return pattern == name }
    guard pattern.count(where: { $0 == 0x2A || $0 == 0x7B }) <= maximumWildcards else { return false }
    var matcher = GlobMatcher(name: name)
    return matcher.outcome(matcher.number(of: pattern), 0, 0) == .match
  }

  private init(name: [UInt8]) { self.name = name }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x2A, 0x3F, 0x5B, 0x5C, 0x7B: true
    default: false
    }
  }

  private mutating func number(of pattern: [UInt8]) -> Int {
    if let number = numbers[pattern] { return number }
    patterns.append(pattern)
    numbers[pattern] = patterns.count - 1
    return patterns.count - 1
  }

  private mutating func outcome(_ pattern: Int, _ patternIndex: Int, _ nameIndex: Int) -> Outcome {
    let rest = patterns[pattern].count - patternIndex
    if rest == 0 { return nameIndex == name.count ? .match : .mismatch }
    if nameIndex == name.count { return isStars(pattern, patternIndex, upTo: 1) ? .match : .mismatch }
    let state = State(pattern: pattern, patternIndex: patternIndex, nameIndex: nameIndex, stride: 0)
    if let known = outcomes[state] { return known }
    let outcome = walk(pattern, patternIndex, nameIndex)
    outcomes[state] = outcome
    return outcome
  }

  /// Whether the rest of a pattern is one star, or two where that is allowed.
  private func isStars(_ pattern: Int, _ patternIndex: Int, upTo count: Int) -> Bool {
    let rest = patterns[pattern][patternIndex...]
    return rest.count <= count && rest.allSatisfy { $0 == 0x2A }
  }

  private mutating func walk(_ pattern: Int, _ start: Int, _ nameStart: Int) -> Outcome {
    let text = patterns[pattern]
    var index = start
    var nameIndex = nameStart
    while index < text.count, nameIndex < name.count {
      steps += 1
      if steps > Self.maximumSteps { return .mismatch }
      let character = name.withUnsafeBufferPointer { Runes.decode($0, at: nameIndex, limit: $0.count) }
      switch text[index] {
      case 0x2A:
        if index + 1 == text.count { return .match }
        return runMatches(pattern, index + 1, nameIndex, stride: character.width) ? .match : .mismatch
      case 0x5B:
        guard let end = GlobBytes.firstUnescaped(0x5D, in: text, from: index + 1),
          let set = try? GlobClass(Array(text[(index + 1)..<end]))
        else { return .malformed }
        if !set.contains(character.scalar) { return .mismatch }
        index = end + 1
        nameIndex += character.width
      case 0x7B:
        return alternatives(pattern, index + 1, nameIndex)
      case 0x3F:
        index += 1
        nameIndex += character.width
      case 0x5C, _:
        if text[index] == 0x5C { index += 1 }
        guard index < text.count else { return .malformed }
        let wanted = text.withUnsafeBufferPointer { Runes.decode($0, at: index, limit: $0.count) }
        if wanted.scalar != character.scalar { return .mismatch }
        index += wanted.width
        nameIndex += character.width
      }
    }
    if index == text.count { return nameIndex == name.count ? .match : .mismatch }
    return isStars(pattern, index, upTo: 2) ? .match : .mismatch
  }

  /// Whether the pattern after a star matches some rest of the name that is not empty. The steps have the width of the
  /// first character throughout, as they have upstream.
  private mutating func runMatches(_ pattern: Int, _ patternIndex: Int, _ start: Int, stride: Int) -> Bool {
    var visited: [State] = []
    var found = false
    var nameIndex = start
    while nameIndex < name.count {
      let state = State(pattern: pattern, patternIndex: patternIndex, nameIndex: nameIndex, stride: stride)
      if let known = outcomes[state] {
        found = known == .match
        break
      }
      visited.append(state)
      if outcome(pattern, patternIndex, nameIndex) == .match {
        found = true
        break
      }
      nameIndex += stride
    }
    for state in visited { outcomes[state] = found ? .match : .mismatch }
    return found
  }

  /// Tries each alternative followed by what stands after the braces; a malformed one ends the search.
  private mutating func alternatives(_ pattern: Int, _ start: Int, _ nameIndex: Int) -> Outcome {
    let text = patterns[pattern]
    guard let end = GlobBytes.firstUnescaped(0x7D, in: text, from: start) else { return .malformed }
    for option in GlobBytes.split(Array(text[start..<end]), at: 0x2C) {
      steps += text.count
      if steps > Self.maximumSteps { return .mismatch }
      let result = outcome(number(of: option + text[(end + 1)...]), 0, nameIndex)
      if result != .mismatch { return result }
    }
    return .mismatch
  }
}
