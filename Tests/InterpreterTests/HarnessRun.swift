import Diagnostics
import IR
import Interpreter
import Parser
import Planner
import Synchronization
import Testing

/// A Harness pipeline that was really run, on a backend that pretends.
struct HarnessRun {
  let plan: Plan
  let backend: DummyBackend
  let recorder = Recorder()
  let outcome: RunOutcome

  init(
    _ yaml: String, script: [String: DummyScript.Step] = [:], secrets: [(name: String, value: String)] = [],
    options: HarnessRunOptions = HarnessRunOptions(), clock: TestClock = TestClock(), settles: Bool = false,
    facts: (inout HarnessFacts) -> Void = { _ in }
  ) async throws {
    plan = try Self.plan(yaml, settles: settles, facts: facts)
    backend = DummyBackend(DummyScript(script))
    var runOptions = RunOptions(clock: clock.clock, grace: .zero)
    runOptions.run = "run"
    runOptions.harness = options
    outcome = await Interpreter.run(
      plan: plan, options: runOptions, backend: backend, secrets: SecretProvider([.exact(secrets)]), readers: [recorder]
    )
  }

  /// - Parameter settles: whether inputs are put in, as the program does.
  static func plan(
    _ yaml: String, settles: Bool = false, facts change: (inout HarnessFacts) -> Void = { _ in }
  ) throws -> Plan {
    let program = HarnessLoader.load(Source(name: "pipeline.yaml", text: yaml))
    let pipelines = program.documents.compactMap { document -> HarnessPipeline? in
      if case .harness(.pipeline(let pipeline)) = document { pipeline } else { nil }
    }
    guard var pipeline = pipelines.first else { throw NoPipeline(problems: program.findings) }
    if settles { pipeline = HarnessResolution(pipeline).pipeline }
    var context = Context()
    context.workspace = .cloned
    var facts = HarnessFacts(context: context)
    change(&facts)
    let plan = HarnessPlanner.plan(pipeline, facts: facts)
    #expect(plan.pipelines.flatMap(\.refusals).map(\.message) == [])
    return plan
  }

  struct NoPipeline: Error {
    var problems: [Diagnostic]
  }

  /// Every attempt and end in the order in which they happened, then the stages: `a FAILED retry 1 of 2, …; s FAILED`.
  var text: String {
    var steps: [String] = []
    var stages: [String] = []
    for event in recorder.events {
      switch event.kind {
      case .stepEnded(let step, .harness(let result), _):
        let retry = result.retry.map { " \($0.text)" } ?? ""
        steps.append("\(name(step.id)) \(result.status)\(retry)")
      case .stepSkipped(let step, _): steps.append("\(name(step.id)) SKIPPED")
      case .nodeEnded(let node, let status, _, _) where node.kind == "stage": stages.append("\(node.id) \(status)")
      case .nodeEnded(let node, let status, _, _): steps.append("(\(name(node.id)) \(status))")
      default: break
      }
    }
    return steps.joined(separator: ", ") + "; " + stages.joined(separator: ", ")
  }

  /// The message with which a step ended.
  func message(of id: String) -> String? {
    for event in recorder.events {
      if case .stepEnded(let step, .harness(let result), _) = event.kind, step.id == id, result.retry == nil {
        return result.message
      }
    }
    return nil
  }

  private func name(_ path: String) -> String {
    let isAlone = plan.pipelines.first?.harness?.nodes.count { $0.kind == .stage } == 1
    return isAlone ? path.split(separator: ".").dropFirst().joined(separator: ".") : path
  }
}

/// A clock on which waiting takes no time, but lets whoever can go on go on first.
final class TestClock: Sendable {
  private let slept = Mutex<[Duration]>([])
  /// Waits as long as this or longer last until they are cancelled.
  private let endless: Duration
  /// How often others may go on before a wait is over.
  private let yields: Int

  init(endless: Duration = .seconds(3600), yields: Int = 20) {
    self.endless = endless
    self.yields = yields
  }

  var pauses: [Duration] { slept.withLock { $0 } }

  var clock: RunClock {
    RunClock(
      now: { 1_700_000_000_000 }, elapsed: { 0 },
      sleep: { [self] duration in
        slept.withLock { $0.append(duration) }
        if duration >= endless {
          let (stream, _) = AsyncStream<Void>.makeStream()
          for await _ in stream {}
        }
        for _ in 0..<yields { await Task.yield() }
        try Task.checkCancellation()
      })
  }
}
