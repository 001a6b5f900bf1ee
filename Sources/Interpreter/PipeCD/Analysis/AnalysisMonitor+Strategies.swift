import Planner

/// What the strategies of metrics make of their values.
extension AnalysisMonitor {
  func judgeThreshold(_ span: (Int64, Int64)) async -> Verdict {
    let points: [MetricPoint]
    switch await ask(0, span) {
    case .failure(let stop): return stop.verdict
    case .success(let answer): points = answer
    }
    if points.isEmpty { return .good("there are no values, which counts as good: \(query(0))") }
    let (minimum, maximum) = (check.minimum, check.maximum)
    let outlier = points.first { point in
      minimum.map { point.value < $0 } ?? false || maximum.map { point.value > $0 } ?? false
    }
    if let outlier {
      var violation = violation("")
      violation.measured = outlier.value
      violation.minimum = minimum
      violation.maximum = maximum
      violation.message = "the query \(query(0)) gave \(Self.text(outlier.value)), but \(bound) is expected"
      return .bad(violation)
    }
    let values = points.count == 1 ? "the value \(Self.text(points[0].value)) is" : "\(points.count) values are"
    return .good("\(values) as expected (\(bound)): \(query(0))")
  }

  func judgePrevious(_ span: (Int64, Int64)) async -> Verdict {
    let current: [MetricPoint]
    switch await ask(0, span) {
    case .failure(let stop): return stop.verdict
    case .success(let answer): current = answer
    }
    guard let previous = surroundings.previous else {
      await surroundings.log(
        .information,
        "\(id): no analysis has succeeded before, so there is nothing to compare with, which counts as good")
      return .end(.content)
    }
    let end = previous + surroundings.earlier + surroundings.position
    switch await ask(0, (end - interval, end)) {
    case .failure(let stop): return stop.verdict
    case .success(let answer): return compare(current, "the current values", answer, "those of the last analysis")
    }
  }

  func judgeVariants(_ span: (Int64, Int64)) async -> Verdict {
    guard check.queries.count == 2 else { return .bad(violation("it has no queries for two variants")) }
    let first: [MetricPoint]
    switch await ask(0, span) {
    case .failure(let stop): return stop.verdict
    case .success(let answer): first = answer
    }
    switch await ask(1, span) {
    case .failure(let stop): return stop.verdict
    case .success(let answer):
      return compare(
        first, "the values of \(check.queries[0].variant)", answer, "those of \(check.queries[1].variant)")
    }
  }

  /// Below this the samples count as different.
  private static let significance = 0.05

  private func compare(
    _ first: [MetricPoint], _ what: String, _ second: [MetricPoint], _ other: String
  ) -> Verdict {
    switch (first.isEmpty, second.isEmpty) {
    case (true, true): return .good("neither side has values, which counts as good: \(query(0))")
    case (true, false): return .bad(violation("there are no values to compare \(other) with: \(query(0))"))
    case (false, true): return .bad(violation("there is nothing that \(what) could be compared with: \(query(0))"))
    case (false, false): break
    }
    let suspicion: MannWhitney.Suspicion
    let verb: String
    switch check.deviation {
    case "LOW": (suspicion, verb) = (.less, "are lower than")
    case "HIGH": (suspicion, verb) = (.greater, "are higher than")
    case "EITHER": (suspicion, verb) = (.differs, "differ from")
    default: return .bad(violation("there is no deviation \(check.deviation)"))
    }
    guard let probability = MannWhitney.probability(first.map(\.value), second.map(\.value), suspicion) else {
      return .good("all values are equal: \(query(0))")
    }
    let detail =
      "\(first.count) and \(second.count) values, medians \(Self.median(first)) and \(Self.median(second)), p = \(Self.text((probability * 10_000).rounded() / 10_000))"
    guard probability <= Self.significance else {
      return .good("\(what) and \(other) do not differ significantly (\(detail)): \(query(0))")
    }
    var violation = violation("\(what) \(verb) \(other) significantly (\(detail)): \(query(0))")
    violation.probability = probability
    return .bad(violation)
  }

  private static func median(_ points: [MetricPoint]) -> String {
    let values = points.map(\.value).sorted()
    let middle = values.count / 2
    return text(values.count % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2)
  }
}
