import Diagnostics

/// Leaves one finding of several about the same mistake.
enum Deduplication {
  /// Drops repetitions (an anchored mapping is seen once per alias; server and runner refuse the same thing), and findings
  /// of rules that yield to another one at the same place. `sorted` is in source order; so is the result.
  static func distinct(_ sorted: [Diagnostic]) -> [Diagnostic] {
    var result: [Diagnostic] = []
    result.reserveCapacity(sorted.count)
    for diagnostic in sorted {
      // In source order, repetitions differ in nothing but their notes and stand side by side.
      if let last = result.last, isRepetition(diagnostic, of: last) { continue }
      result.append(diagnostic)
    }
    guard result.count > 1 else { return result }
    return withoutYielding(result)
  }

  private static func isRepetition(_ one: Diagnostic, of other: Diagnostic) -> Bool {
    one.primary.span == other.primary.span && one.rule == other.rule && one.message == other.message
  }

  private static func withoutYielding(_ sorted: [Diagnostic]) -> [Diagnostic] {
    let yields = Dictionary(
      Set(sorted.map(\.rule)).compactMap { name in RuleRegistry.rule(named: name).map { (name, $0.info.yields) } },
      uniquingKeysWith: { first, _ in first })
    guard yields.values.contains(where: { !$0.isEmpty }) else { return sorted }
    // For each rule that others yield to, its places in ascending order.
    var places: [RuleName: [Span]] = [:]
    for name in Set(yields.values.joined()) { places[name] = [] }
    for diagnostic in sorted where places[diagnostic.rule] != nil {
      places[diagnostic.rule]?.append(diagnostic.primary.span)
    }
    return sorted.filter { diagnostic in
      guard let betters = yields[diagnostic.rule] else { return true }
      return !betters.contains { touches(diagnostic.primary.span, places[$0] ?? []) }
    }
  }

  /// Whether a span shares a byte with (or equals) one of the spans, which are in ascending order of their starts.
  /// Spans of one rule do not nest deeply; looking back over a few is enough.
  private static func touches(_ span: Span, _ sorted: [Span]) -> Bool {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if (sorted[middle].source, sorted[middle].start) <= (span.source, span.end) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    var index = low - 1
    var looked = 0
    while index >= 0, looked < 8 {
      let other = sorted[index]
      // A place without a length touches what it stands in.
      let end = max(span.end, span.start + 1)
      if other.source == span.source, other == span || (other.start < end && span.start < other.end) { return true }
      index -= 1
      looked += 1
    }
    return false
  }
}
