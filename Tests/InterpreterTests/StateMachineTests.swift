import Interpreter
import Planner
import Testing

/// What Drone's runner does with a pipeline when steps end in every possible way.
@Suite struct StateMachineTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var pipeline: Plan.Pipeline
    var script: DummyScript
    /// Statuses as reported, and the calls that the backend saw.
    var statuses: String
    var journal: [String]
    var timeoutAfter: DummyScript.Milestone?
  }

  /// clone, a service, then steps for every status condition.
  static func usual(_ failure: Plan.FailurePolicy = .fail) -> Plan.Pipeline {
    serial(
      "default",
      [
        step("clone", policy: .always, role: .clone), step("redis", role: .service), step("a", failure: failure),
        step("b"), step("c", policy: .onFailure), step("d", policy: .always), step("e", policy: .onFailure),
        step("f"), step("g", policy: .never),
      ])
  }

  /// The service lives until it is stopped.
  static func script(_ steps: [String: DummyScript.Step] = [:]) -> DummyScript {
    DummyScript(["redis": DummyScript.Step(endsAfter: [.never])].merging(steps) { $1 })
  }

  static let serialRows: [Row] = [
    Row(
      testDescription: "all succeed", pipeline: usual(), script: script(),
      statuses:
        "clone success, redis success, a success, b success, c skipped, d success, e skipped, f success; success",
      journal: ["start clone", "start redis", "start a", "start b", "start d", "start f", "stop redis"]),
    Row(
      testDescription: "a exits 1", pipeline: usual(), script: script(["a": .exit(1)]),
      statuses:
        "clone success, redis success, a failure/1, b skipped, c success, d success, e success, f skipped; failure",
      journal: ["start clone", "start redis", "start a", "start c", "start d", "start e", "stop redis"]),
    Row(
      testDescription: "a exits 78", pipeline: usual(), script: script(["a": .exit(78)]),
      statuses:
        "clone success, redis success, a success/78, b skipped, c skipped, d skipped, e skipped, f skipped; success",
      journal: ["start clone", "start redis", "start a", "start d", "stop redis"]),
    Row(
      testDescription: "the engine fails to start a", pipeline: usual(),
      script: script(["a": DummyScript.Step(startError: .image("no such image"))]),
      statuses:
        "clone success, redis success, a error/255, b skipped, c success, d success, e success, f skipped; error/255",
      journal: ["start clone", "start redis", "start a", "start c", "start d", "start e", "stop redis"]),
    Row(
      testDescription: "clone exits 1", pipeline: usual(), script: DummyScript(["clone": .exit(1)]),
      statuses:
        "clone failure/1, redis skipped, a skipped, b skipped, c success, d success, e success, f skipped; failure",
      journal: ["start clone", "start c", "start d", "start e"]),
    Row(
      testDescription: "a exits 1 and is ignored", pipeline: usual(.ignore), script: script(["a": .exit(1)]),
      statuses:
        "clone success, redis success, a failure/1, b success, c skipped, d success, e skipped, f success; success",
      journal: ["start clone", "start redis", "start a", "start b", "start d", "start f", "stop redis"]),
    Row(
      testDescription: "the engine fails to start a, which is ignored", pipeline: usual(.ignore),
      script: script(["a": DummyScript.Step(startError: .engine("bad mount"))]),
      statuses:
        "clone success, redis success, a error/255, b skipped, c success, d success, e success, f skipped; error/255",
      journal: ["start clone", "start redis", "start a", "start c", "start d", "start e", "stop redis"]),
    Row(
      testDescription: "a runs out of memory", pipeline: usual(),
      script: script(["a": DummyScript.Step(end: .outOfMemory)]),
      statuses:
        "clone success, redis success, a failure/137, b skipped, c success, d success, e success, f skipped; failure",
      journal: ["start clone", "start redis", "start a", "start c", "start d", "start e", "stop redis"]),
    Row(
      testDescription: "the engine dies while a runs", pipeline: usual(),
      script: script(["a": DummyScript.Step(waitError: .engine("connection reset"))]),
      statuses:
        "clone success, redis success, a error/255, b skipped, c success, d success, e success, f skipped; error/255",
      journal: ["start clone", "start redis", "start a", "start c", "start d", "start e", "stop redis"]),
    Row(
      testDescription: "time is up while a runs", pipeline: usual(),
      script: script(["a": DummyScript.Step(endsAfter: [.never])]),
      statuses:
        "clone success, redis killed/137, a killed/137, b skipped, c skipped, d skipped, e skipped, f skipped; killed/137",
      journal: ["start clone", "start redis", "start a", "stop a", "stop redis"], timeoutAfter: .started("a")),
    Row(
      testDescription: "a service that cannot start does not count", pipeline: usual(),
      script: script(["redis": DummyScript.Step(startError: .image("no such image"))]),
      statuses:
        "clone success, redis success, a success, b success, c skipped, d success, e skipped, f success; success",
      journal: ["start clone", "start redis", "start a", "start b", "start d", "start f"]),
    Row(
      testDescription: "a detached step exits 3",
      pipeline: serial("default", [step("a", isDetached: true), step("b")]),
      script: script(["a": .exit(3), "b": DummyScript.Step(endsAfter: [.ended("a")])]),
      statuses: "a success, b success; success", journal: ["start a", "start b"]),
    Row(
      testDescription: "fast with exit 78 stops all",
      pipeline: serial("default", [step("a", failure: .failFast), step("b")]),
      script: script(["a": .exit(78)]), statuses: "a success/78, b skipped; killed", journal: ["start a"]),
    Row(
      testDescription: "fast on a step that never runs",
      pipeline: serial("default", [step("a", policy: .never, failure: .failFast), step("b")]),
      script: DummyScript(), statuses: "b success; success", journal: ["start b"]),
  ]

  static let graphRows: [Row] = [
    Row(
      testDescription: "fast: a exits 1 while b runs",
      pipeline: graph(
        "default",
        [
          step("a", failure: .failFast), step("b"), step("c", needs: ["a"], policy: .always),
          step("d", needs: ["b"], policy: .onFailure),
        ]),
      script: DummyScript([
        "a": DummyScript.Step(end: .exited(code: 1), endsAfter: [.started("b")]),
        "b": DummyScript.Step(endsAfter: [.never]),
      ]),
      statuses: "a failure/1, b killed/137, c skipped, d skipped; failure", journal: ["start a", "start b", "stop b"]),
    Row(
      testDescription: "a failure elsewhere skips what has not begun",
      pipeline: graph(
        "default",
        [
          step("a"), step("b"), step("c", needs: ["b"]), step("fin", needs: ["c"], policy: .onFailure),
        ]),
      script: DummyScript([
        "a": DummyScript.Step(end: .exited(code: 1), endsAfter: [.started("b")]),
        "b": DummyScript.Step(endsAfter: [.ended("a"), .named("a is over")]),
      ]),
      statuses: "a failure/1, b success, c skipped, fin success; failure", journal: ["start a", "start b", "start fin"]),
    Row(
      testDescription: "a step that never runs keeps the order",
      pipeline: graph(
        "default", [step("a"), step("b", needs: ["a"], policy: .never), step("c", needs: ["b"])]),
      script: DummyScript(), statuses: "a success, c success; success", journal: ["start a", "start c"]),
    Row(
      testDescription: "a cycle", pipeline: graph("default", [step("a", needs: ["b"]), step("b", needs: ["a"])]),
      script: DummyScript(), statuses: "a skipped, b skipped; error/255", journal: []),
    Row(
      testDescription: "a missing step", pipeline: graph("default", [step("a"), step("b", needs: ["nowhere"])]),
      script: DummyScript(), statuses: "a skipped, b skipped; error/255", journal: []),
  ]

  @Test(arguments: serialRows + graphRows)
  func outcome(_ row: Row) async throws {
    let backend = DummyBackend(row.script)
    let recorder = Recorder()
    var options = RunOptions(clock: stillClock(sleepingUntil: row.timeoutAfter ?? .never, of: backend))
    if row.timeoutAfter != nil { options.timeout = .seconds(3600) }
    let reader = Announcer(recorder, backend)
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [row.pipeline]), options: options, backend: backend, readers: [reader])
    let pipeline = try #require(outcome.pipelines.first)
    #expect(pipeline.text == row.statuses)
    // Where two steps begin or are stopped at once their order is free.
    let isPrepared = !row.statuses.hasSuffix("b skipped; error/255") || !row.journal.isEmpty
    let journal = (isPrepared ? ["prepare default"] : []) + row.journal + ["clean up default"]
    #expect(backend.journal.sorted() == journal.sorted())
    if hasOneOrder(row) { #expect(backend.journal == journal) }
    #expect(outcome.exitStatus == (pipeline.status.isBad ? 1 : 0))
  }

  private func hasOneOrder(_ row: Row) -> Bool {
    row.timeoutAfter == nil && row.pipeline.steps.count { $0.needs.isEmpty } < 2
  }

  /// Tells the backend when the failure of `a` is known to the interpreter, not only to the engine.
  final class Announcer: EventReader {
    let recorder: Recorder
    let backend: DummyBackend

    init(_ recorder: Recorder, _ backend: DummyBackend) {
      self.recorder = recorder
      self.backend = backend
    }

    func receive(_ events: [Event]) {
      recorder.receive(events)
      for event in events {
        if case .stepEnded(let step, _, _) = event.kind { backend.reach("\(step.name) is over") }
      }
    }
  }
}
