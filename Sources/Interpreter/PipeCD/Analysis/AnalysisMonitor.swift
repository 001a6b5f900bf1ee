import IR
import Planner

/// What the checks of one analysis share.
struct AnalysisSurroundings: Sendable {
  let transport: any AnalysisTransport
  let clock: RunClock
  /// The clock's `elapsed` when the stage began.
  let beginning: Int64
  /// How long the stage lasts from then on, in milliseconds.
  let duration: Int64
  /// How long it has run before it was interrupted, in milliseconds.
  let earlier: Int64
  /// When the last successful analysis began, in milliseconds since 1970; nil: there is none.
  let previous: Int64?
  let masks: MaskTable
  let onLog: @Sendable (AnalysisLogLine) async -> Void

  /// How long the stage has been running, in milliseconds.
  var position: Int64 { clock.elapsed() - beginning }

  func log(_ kind: AnalysisLogLine.Kind, _ text: String) async {
    await onLog(AnalysisLogLine(kind: kind, text: masks.mask(oneLine(text))))
  }
}

/// One check of an analysis, which asks at every interval until the stage is over.
struct AnalysisMonitor: Sendable {
  /// How a check ended.
  enum Ending: Hashable, Sendable {
    /// The time of the stage is over.
    case over
    /// It has nothing more to ask, and nothing against the new version.
    case content
    case failed(AnalysisOutcome.Violation)
    case cancelled
  }

  /// What one query says of the new version.
  enum Verdict: Hashable, Sendable {
    case good(String)
    case bad(AnalysisOutcome.Violation)
    /// No verdict: why.
    case none(String)
    case end(Ending)
  }

  /// `metrics-0`, `logs-0`, `http-0`.
  let id: String
  let check: PlannedAnalysis.Check
  /// Who is asked; nil for logs and HTTP.
  let source: MetricSource?
  let surroundings: AnalysisSurroundings

  /// The time between queries, in milliseconds.
  var interval: Int64 { max(check.interval.nanoseconds / 1_000_000, 1) }

  /// Asks until the end. The first query comes one interval after the beginning; where one takes longer than that, the
  /// ticks that it covers are as one.
  func run() async -> Ending {
    var tick: Int64 = 0
    var failures: Int64 = 0
    while true {
      let position = surroundings.position
      tick = max(tick + 1, position / interval)
      let (next, overflow) = tick.multipliedReportingOverflow(by: interval)
      let isLast = overflow || next >= surroundings.duration
      let pause = (isLast ? surroundings.duration : next) - position
      do {
        try Task.checkCancellation()
        if pause > 0 { try await surroundings.clock.sleep(.milliseconds(pause)) }
      } catch {
        return .cancelled
      }
      if isLast { return .over }
      switch await judge() {
      case .end(let ending): return ending
      case .none(let reason): await surroundings.log(.information, "\(id): \(reason)")
      case .good(let reason): await surroundings.log(.success, "\(id): \(reason)")
      case .bad(let violation):
        failures += 1
        let count =
          check.failureLimit > 0 ? " (failure \(failures); \(check.failureLimit) may be)" : ""
        await surroundings.log(.failure, "\(id): \(violation.message)\(count)")
        if failures > check.failureLimit { return .failed(violation) }
      }
    }
  }

  private func judge() async -> Verdict {
    if let problem = check.problem {
      let violation = violation(problem.text)
      return check.effect == .everyQuery ? .bad(violation) : .end(.failed(violation))
    }
    switch check.kind {
    case .http: return await judgeRequest()
    case .log: return .bad(violation("PipeCD asks no provider of logs, so that every query counts as failed"))
    case .metric: break
    }
    let now = surroundings.clock.now()
    let span = (now - interval, now)
    switch check.strategy {
    case "PREVIOUS": return await judgePrevious(span)
    case "CANARY_BASELINE", "CANARY_PRIMARY": return await judgeVariants(span)
    default: return await judgeThreshold(span)
    }
  }

  // MARK: Queries

  /// Why a query has no values.
  struct Stop: Error {
    var verdict: Verdict
  }

  /// How long a query may take, in milliseconds, and whether the end of the stage cuts it short.
  var timeout: (Int64, isCut: Bool) {
    let own = check.timeout.nanoseconds > 0 ? max(check.timeout.nanoseconds / 1_000_000, 1) : 30_000
    let left = max(surroundings.duration - surroundings.position, 1)
    return (min(own, left), left < own)
  }

  func ask(_ index: Int, _ span: (start: Int64, end: Int64)) async -> Result<[MetricPoint], Stop> {
    guard let source, check.queries.indices.contains(index) else {
      return .failure(Stop(verdict: .bad(violation("it has no query"))))
    }
    let (timeout, isCut) = timeout
    let requests = source.requests(check.queries[index].text, from: span.start, to: span.end, timeout: timeout)
    for (number, request) in requests.enumerated() {
      switch await surroundings.transport.send(request) {
      case .failure(let failure):
        if Task.isCancelled { return .failure(Stop(verdict: .end(.cancelled))) }
        // What the end of the stage interrupts has no say.
        if failure.isTimeout, isCut { return .failure(Stop(verdict: .end(.over))) }
        return .failure(Stop(verdict: .bad(violation("the query \(query(index)) failed: \(failure.reason)"))))
      case .success(let answer):
        if [405, 501].contains(answer.status), number + 1 < requests.count { continue }
        switch source.points(in: answer) {
        case .success(let points): return .success(points)
        case .failure(.noData(let reason)) where check.skipsNoData:
          return .failure(Stop(verdict: .none("\(reason), which skipOnNoData forgives: \(query(index))")))
        case .failure(let failure):
          return .failure(Stop(verdict: .bad(violation("the query \(query(index)) failed: \(failure.reason)"))))
        }
      }
    }
    return .failure(Stop(verdict: .bad(violation("the query \(query(index)) has no answer"))))
  }

  // MARK: Words

  func query(_ index: Int) -> String {
    let text = check.queries.indices.contains(index) ? oneLine(check.queries[index].text) : ""
    return check.provider.isEmpty ? "`\(text)`" : "`\(text)` to \(check.provider)"
  }

  func violation(_ message: String) -> AnalysisOutcome.Violation {
    AnalysisOutcome.Violation(id, check.queries.first.map { oneLine($0.text) } ?? "", message)
  }

  /// The range that a value has to be in.
  var bound: String {
    switch (check.minimum.map(Self.text), check.maximum.map(Self.text)) {
    case (let least?, let most?): "from \(least) to \(most)"
    case (let least?, nil): "at least \(least)"
    case (nil, let most?): "at most \(most)"
    case (nil, nil): "anything"
    }
  }

  static func text(_ number: Double) -> String {
    number == number.rounded() && number.magnitude < 1e15 ? "\(Int64(number))" : "\(number)"
  }
}
