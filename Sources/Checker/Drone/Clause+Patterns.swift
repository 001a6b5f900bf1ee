import Diagnostics
import IR

extension Condition.Clause {
  /// Each pattern with whether it excludes; excluding ones first.
  var patterns: Patterns { Patterns(exclude: exclude, include: include) }

  /// Goes over the patterns of a clause without copying them.
  struct Patterns: Sequence, IteratorProtocol {
    fileprivate let exclude: [Text]
    fileprivate let include: [Text]
    private var index = 0

    fileprivate init(exclude: [Text], include: [Text]) {
      self.exclude = exclude
      self.include = include
    }

    mutating func next() -> (pattern: Text, isExclude: Bool)? {
      defer { index += 1 }
      if index < exclude.count { return (exclude[index], true) }
      let position = index - exclude.count
      return position < include.count ? (include[position], false) : nil
    }
  }

  /// Whether a value passes: not excluded, and included if anything is.
  func accepts(_ value: String) -> Bool {
    if exclude.contains(where: { DronePattern.matches($0.value, value) }) { return false }
    return include.isEmpty || include.contains { DronePattern.matches($0.value, value) }
  }
}

extension Text {
  /// The characters themselves, without quotes.
  var innerSpan: Span { span(of: 0..<value.utf8.count) }
}
