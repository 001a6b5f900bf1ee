import Diagnostics
import IR

extension Condition.Clause {
  /// Each pattern with whether it excludes.
  var patterns: [(pattern: Text, isExclude: Bool)] {
    exclude.map { ($0, true) } + include.map { ($0, false) }
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
