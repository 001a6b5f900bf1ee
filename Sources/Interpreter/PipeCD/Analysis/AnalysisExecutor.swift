import Diagnostics
import IR
import Planner

/// Carries out `ANALYSIS` stages as piped and its plugin do: all checks side by side, each at its own interval, until one
/// has failed more often than it may or the time is over.
public struct AnalysisExecutor: Sendable {
  private let providers: [AnalysisProvider]
  private let transport: any AnalysisTransport
  private let clock: RunClock
  private let read: @Sendable (String) -> [UInt8]?

  /// - Parameters:
  ///   - providers: who answers, as `AnalysisProvider.all(in:)` finds them in the configuration of piped.
  ///   - read: the content of a file with credentials; nil when it cannot be read.
  public init(
    providers: [AnalysisProvider], transport: any AnalysisTransport = HTTPAnalysisTransport(),
    clock: RunClock = .system,
    read: @escaping @Sendable (String) -> [UInt8]? = { Surroundings.current(environment: [:]).read($0) }
  ) {
    self.providers = providers
    self.transport = transport
    self.clock = clock
    self.read = read
  }

  /// Why the stage would fail before anything is asked, one clause: a template, a provider or a file with credentials that
  /// there is not, or a check without an interval; nil where it would begin.
  public func refusal(of analysis: PlannedAnalysis) -> String? {
    switch prepare(analysis) {
    case .success: nil
    case .failure(let refusal): refusal.message
    }
  }

  /// Carries out a stage; cancelling the task ends it.
  ///
  /// - Parameters:
  ///   - previous: when the last successful analysis of the application began (`AnalysisOutcome.startTime`), with which the
  ///     strategy `PREVIOUS` compares; nil: there is none.
  ///   - elapsed: how long the stage has run before it was interrupted.
  ///   - onLog: takes the lines of the log in order, those of different checks mixed.
  public func run(
    _ analysis: PlannedAnalysis, previous: Int64? = nil, elapsed: PipeCD.Duration = .zero,
    onLog: @escaping @Sendable (AnalysisLogLine) async -> Void
  ) async -> AnalysisOutcome {
    let beginning = clock.elapsed()
    var outcome = AnalysisOutcome(status: .success, message: "", violation: nil, startTime: clock.now() / 1000)
    let checks: [Prepared]
    switch prepare(analysis) {
    case .failure(let refusal):
      await onLog(AnalysisLogLine(kind: .failure, text: oneLine(refusal.message)))
      outcome.status = .failure
      outcome.message = refusal.message
      return outcome
    case .success(let prepared): checks = prepared
    }
    let earlier = min(max(elapsed, .zero), max(analysis.duration, .zero)).nanoseconds / 1_000_000
    let surroundings = AnalysisSurroundings(
      transport: transport, clock: clock, beginning: beginning,
      duration: analysis.duration.nanoseconds / 1_000_000 - earlier, earlier: earlier,
      previous: previous.map { min(max($0, 0), 1 << 48) * 1000 },
      masks: MaskTable(secrets: checks.flatMap { $0.source?.secrets ?? [] }),
      onLog: onLog)
    for check in checks { await surroundings.log(.information, "\(check.id): \(Self.announcement(of: check.check))") }
    let ending = await Self.run(checks, in: surroundings)
    switch ending {
    case .over, .content: await surroundings.log(.success, "all checks were successful")
    case .cancelled:
      outcome.status = .cancelled
      outcome.message = "the analysis was cancelled"
    case .failed(var violation):
      violation.query = surroundings.masks.mask(violation.query)
      violation.message = surroundings.masks.mask(violation.message)
      outcome.status = .failure
      outcome.message = "\(violation.check): \(violation.message)"
      outcome.violation = violation
    }
    return outcome
  }

  private static func run(_ checks: [Prepared], in surroundings: AnalysisSurroundings) async -> AnalysisMonitor.Ending {
    await withTaskGroup(of: AnalysisMonitor.Ending.self) { group in
      for check in checks {
        let monitor = AnalysisMonitor(
          id: check.id, check: check.check, source: check.source, surroundings: surroundings)
        group.addTask { await monitor.run() }
      }
      var result = AnalysisMonitor.Ending.over
      for await ending in group {
        // The first that ends badly ends the others, whose cancellation then says nothing.
        guard result == .over else { continue }
        switch ending {
        case .over, .content: break
        case .failed, .cancelled:
          result = ending
          group.cancelAll()
        }
      }
      return Task.isCancelled && result == .over ? .cancelled : result
    }
  }

  // MARK: Preparation

  private struct Prepared: Sendable {
    var id: String
    var check: PlannedAnalysis.Check
    var source: MetricSource?
  }

  private func prepare(_ analysis: PlannedAnalysis) -> Result<[Prepared], MetricSource.Refusal> {
    var prepared: [Prepared] = []
    var counts: [PlannedAnalysis.Check.Kind: Int] = [:]
    for check in analysis.checks {
      let names: [PlannedAnalysis.Check.Kind: String] = [.metric: "metrics", .log: "logs", .http: "http"]
      let id = "\(names[check.kind] ?? "")-\(counts[check.kind, default: 0])"
      counts[check.kind, default: 0] += 1
      do throws(MetricSource.Refusal) {
        prepared.append(Prepared(id: id, check: check, source: try source(of: check)))
      } catch {
        return .failure(MetricSource.Refusal(message: "\(id): \(error.message)"))
      }
    }
    return .success(prepared)
  }

  private func source(of check: PlannedAnalysis.Check) throws(MetricSource.Refusal) -> MetricSource? {
    if check.effect == .start, let problem = check.problem { throw MetricSource.Refusal(message: problem.text) }
    var source: MetricSource?
    if check.kind != .http {
      let provider = try provider(check.provider)
      if check.kind == .metric {
        source = try MetricSource(provider, read: read)
      } else if case .stackdriver = provider.configuration {
        // Its queries all fail, one by one.
      } else {
        throw MetricSource.Refusal(message: "the analysis provider \(provider.name) has no logs: only STACKDRIVER has")
      }
    }
    guard check.interval > .zero else {
      throw MetricSource.Refusal(message: "it has no interval, without which piped crashes")
    }
    return source
  }

  private func provider(_ name: String) throws(MetricSource.Refusal) -> AnalysisProvider {
    if let found = providers.first(where: { $0.name == name }) { return found }
    if name.isEmpty { throw MetricSource.Refusal(message: "it names no analysis provider") }
    let nearest = Suggestion.nearest(to: name, among: providers.map(\.name))
    let hint =
      if let nearest { "; did you mean \(nearest)?" } else if providers.isEmpty {
        ", because no configuration of piped has any"
      } else { ", only \(providers.map(\.name).joined(separator: ", "))" }
    throw MetricSource.Refusal(message: "there is no analysis provider \(name)\(hint)")
  }

  private static func announcement(of check: PlannedAnalysis.Check) -> String {
    let queries = check.queries.map { "`\($0.text)`" }.joined(separator: " and ")
    let who = check.provider.isEmpty ? "" : " of \(check.provider)"
    return "every \(check.interval.text)\(who): \(queries)"
  }
}
