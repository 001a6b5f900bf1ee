import Interpreter
import Planner
import Testing

@Suite struct RunTests {
  /// Interrupting a run stops what runs, skips the rest, tidies up, and is said in the exit status.
  @Test func interruptionStopsAndTidies() async {
    let backend = DummyBackend(DummyScript(["a": DummyScript.Step(output: ["begun\n"], endsAfter: [.never])]))
    let cancellation = Cancellation()
    let recorder = Recorder()
    var pipelines = [
      serial("one", [step("a"), step("b", policy: .always)]),
      graph("two", [step("z")], needs: ["one"], policy: .always), graph("three", [step("y")]),
      graph("four", [step("x")]),
    ]
    for index in [0, 2, 3] { pipelines[index].workspace.hostPath = "/project" }
    let plan = Plan(pipelines: pipelines)
    async let outcome = Interpreter.run(
      plan: plan, options: RunOptions(clock: stillClock(of: backend)), backend: backend, readers: [recorder],
      cancellation: cancellation)
    await backend.wait(for: .started("a"))
    #expect(cancellation.cancel(.interrupted(signal: 2)))
    #expect(!cancellation.cancel(.interrupted(signal: 15)))
    let ended = await outcome
    #expect(ended.exitStatus == 130)
    let skipped = "; skipped"
    #expect(ended.pipelines.map(\.text) == ["a killed/137, b skipped; killed/137", skipped, skipped, skipped])
    #expect(backend.journal == ["prepare one", "start a", "stop a", "clean up one"])
    #expect(recorder.events.contains { $0.kind == .runEnded(ended) })
  }

  /// A backend that is still fetching an image lets go when the run is interrupted.
  @Test func interruptionDuringStart() async {
    let backend = DummyBackend(DummyScript(["a": DummyScript.Step(startsAfter: [.never])]))
    let cancellation = Cancellation()
    let starting = Announced(backend)
    async let outcome = Interpreter.run(
      plan: Plan(pipelines: [serial("one", [step("a"), step("b")])]),
      options: RunOptions(clock: stillClock(of: backend)), backend: starting, readers: [], cancellation: cancellation)
    await backend.wait(for: .named("starting a"))
    cancellation.cancel(.interrupted(signal: 15))
    let ended = await outcome
    #expect(ended.exitStatus == 143)
    #expect(ended.pipelines.map(\.text) == ["a killed/137, b skipped; killed/137"])
    #expect(backend.journal == ["prepare one", "start a", "clean up one"])
  }

  @Test func anUnreachableEngineIsTheWorldsFault() async {
    let backend = DummyBackend(DummyScript(prepareError: .unreachable("no engine answers")))
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("one", [step("a")])]), backend: backend, readers: [])
    #expect(outcome.exitStatus == 3)
    #expect(outcome.pipelines.first?.message == "no engine answers")
    #expect(outcome.pipelines.map(\.text) == ["a skipped; error/255"])
    #expect(backend.journal == ["prepare one", "clean up one"])
  }

  /// An engine that goes away is the world's fault; one that cannot do what a step asks for is the pipeline's.
  @Test(
    arguments: [
      (DummyScript.Step(startError: .unreachable("gone")), 3), (DummyScript.Step(waitError: .unreachable("gone")), 3),
      (DummyScript.Step(startError: .image("gone")), 1), (DummyScript.Step(waitError: .engine("gone")), 1),
    ] as [(DummyScript.Step, Int32)])
  func aLostEngineIsTheWorldsFault(_ script: DummyScript.Step, _ status: Int32) async {
    let backend = DummyBackend(DummyScript(["a": script]))
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("one", [step("a"), step("b")])]), backend: backend, readers: [])
    #expect(outcome.exitStatus == status)
    #expect(outcome.pipelines.map(\.text) == ["a error/255, b skipped; error/255"])
  }

  struct PipelineRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var pipelines: [Plan.Pipeline]
    var failing: Set<String>
    var statuses: [String]
  }

  @Test(arguments: [
    PipelineRow(
      testDescription: "dependants of a success run",
      pipelines: [
        graph("a", [step("1")]), graph("b", [step("2")], needs: ["a"]),
        graph("c", [step("3")], needs: ["a"], policy: .onFailure),
        graph("d", [step("4")], needs: ["b"], policy: .always),
      ], failing: [], statuses: ["success", "success", "skipped", "success"]),
    PipelineRow(
      testDescription: "dependants of a failure do not",
      pipelines: [
        graph("a", [step("1")]), graph("b", [step("2")], needs: ["a"]),
        graph("c", [step("3")], needs: ["a"], policy: .onFailure),
        graph("d", [step("4")], needs: ["b"], policy: .always),
      ], failing: ["1"], statuses: ["failure", "skipped", "success", "success"]),
    PipelineRow(
      testDescription: "failures count for the whole build",
      pipelines: [
        graph("a", [step("1")]), graph("b", [step("2")], needs: ["a"], policy: .always),
        graph("c", [step("3")], needs: ["b"]),
      ], failing: ["1"], statuses: ["failure", "success", "skipped"]),
    PipelineRow(
      testDescription: "without needs the status does not matter",
      pipelines: [graph("a", [step("1")], policy: .onFailure)], failing: [], statuses: ["success"]),
    PipelineRow(
      testDescription: "what the plan skips is not awaited",
      pipelines: [
        graph("a", [step("1")], decision: .skip), graph("b", [step("2")], needs: ["a"]),
      ], failing: [], statuses: ["success"]),
    PipelineRow(
      testDescription: "a cycle of pipelines",
      pipelines: [graph("a", [step("1")], needs: ["b"]), graph("b", [step("2")], needs: ["a"])], failing: [],
      statuses: ["error", "error"]),
  ])
  func pipelineOrder(_ row: PipelineRow) async {
    let steps = row.failing.reduce(into: [:]) { $0[$1] = DummyScript.Step.exit(1) }
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: row.pipelines), backend: DummyBackend(DummyScript(steps)), readers: [])
    #expect(outcome.pipelines.map(\.status.rawValue) == row.statuses)
  }

  /// Pipelines run at the same time, unless they would work in the same folder of the host.
  @Test func pipelinesShareNoFolder() async {
    let script = DummyScript([
      "1": DummyScript.Step(endsAfter: [.started("3")]), "3": DummyScript.Step(endsAfter: [.started("1")]),
    ])
    var pipelines = [graph("a", [step("1")]), graph("b", [step("2")]), graph("c", [step("3")])]
    pipelines[0].workspace.hostPath = "/project"
    pipelines[1].workspace.hostPath = "/project"
    let backend = DummyBackend(script)
    let outcome = await Interpreter.run(plan: Plan(pipelines: pipelines), backend: backend, readers: [])
    #expect(outcome.status == .success)
    let journal = backend.journal.filter { !$0.hasSuffix("c") && !$0.hasSuffix("3") }
    #expect(journal == ["prepare a", "start 1", "clean up a", "prepare b", "start 2", "clean up b"])
  }

  /// Secrets, facts of the run and empty values are settled when a step starts.
  @Test func environmentOfAStep() async throws {
    let backend = DummyBackend(DummyScript(["a": .exit(3)]))
    let environment: [Plan.EnvironmentVariable] = [
      .init("PLAIN", "first"), .init("PLAIN", "second"), .init("EMPTIED", "x"), .init("EMPTIED", ""),
      .init("TOKEN", .secret("tok")), .init("TOKEN", "overridden by the secret"), .init("MISSING", .secret("missing")),
      .init("STATUS", .runtime(.status, initially: "success")),
      .init("BUILD", .runtime(.buildStatus, initially: "success")),
      .init("FAILED", .runtime(.failedSteps, initially: "")), .init("NETWORK", .runtime(.network, initially: "")),
      .init("NOW", .runtime(.now, initially: "0")), .init("STAGES", .runtime(.failedPipelines, initially: "")),
    ]
    let steps = [step("a", environment: environment), step("b", policy: .onFailure, environment: environment)]
    _ = await Interpreter.run(
      plan: Plan(pipelines: [serial("default", steps)]),
      options: RunOptions(run: "r1", clock: stillClock(of: backend)), backend: backend,
      secrets: SecretProvider([.table([("TOK", "hunter2")])]), readers: [])
    let first = try #require(backend.environment(of: "a")).map { "\($0.name)=\($0.value)" }
    #expect(
      first == [
        "PLAIN=second", "TOKEN=hunter2", "MISSING=", "STATUS=success", "BUILD=success", "NETWORK=pipec-r1",
        "NOW=1700000000",
      ])
    let second = try #require(backend.environment(of: "b")).map { "\($0.name)=\($0.value)" }
    #expect(
      second == [
        "PLAIN=second", "TOKEN=hunter2", "MISSING=", "STATUS=failure", "BUILD=failure", "FAILED=a",
        "NETWORK=pipec-r1", "NOW=1700000000",
      ])
  }

  /// A secret of any step is masked in the log of every step, in errors and while an image is fetched.
  @Test func secretsAreMaskedEverywhere() async {
    let script = DummyScript([
      "a": DummyScript.Step(output: ["my hun", "ter2 is out\nhunt"]),
      "b": DummyScript.Step(startError: .engine("cannot mount /hunter2")),
    ])
    let recorder = Recorder()
    let steps = [step("a"), step("b", environment: [.init("TOKEN", .secret("tok"))])]
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("default", steps)]), backend: DummyBackend(script),
      secrets: SecretProvider([.table([("tok", "hunter2")])]), readers: [recorder])
    #expect(recorder.output == ["a: my ****** is out", "a: hunt"])
    #expect(outcome.pipelines.first?.message == "cannot mount /******")
    #expect(!"\(recorder.events)".contains("hunter2"))
  }

  /// Nobody waits for a detached step, but that it failed is said.
  @Test func failuresInTheBackgroundAreNoted() async {
    let script = DummyScript([
      "db": .exit(3), "cache": DummyScript.Step(startError: .image("no such image")),
      "a": DummyScript.Step(endsAfter: [.ended("db")]),
    ])
    let recorder = Recorder()
    let steps = [step("db", role: .service), step("cache", role: .service), step("a")]
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("default", steps)]), backend: DummyBackend(script), readers: [recorder])
    #expect(outcome.status == .success)
    #expect(
      recorder.notices.sorted() == [
        "cache did not start: no such image", "db ended with exit code 3; nothing depends on its result",
      ])
  }

  /// With one job the steps of a wide graph follow each other, and none is forgotten.
  @Test(arguments: [1, 2, 3]) func jobsAreBounded(_ jobs: Int) async {
    let names = (0..<12).map { "s\($0)" }
    let backend = Gauge()
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [graph("wide", names.map { step($0) })]), options: RunOptions(jobs: jobs),
      backend: backend, readers: [])
    #expect(outcome.status == .success)
    #expect(await backend.most <= jobs)
    #expect(await backend.total == 12)
  }

  /// Everything that can run at once does: each step ends only after all have begun.
  @Test func independentStepsRunAtTheSameTime() async {
    let names = (0..<20).map { "s\($0)" }
    let all = names.map { DummyScript.Milestone.started($0) }
    let script = DummyScript(names.reduce(into: [:]) { $0[$1] = DummyScript.Step(endsAfter: all) })
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [graph("wide", names.map { step($0) })]), backend: DummyBackend(script), readers: [])
    #expect(outcome.status == .success)
  }
}

/// Counts how many steps run at once.
actor Gauge: Backend {
  private var current = 0
  private(set) var most = 0
  private(set) var total = 0
  nonisolated var name: String { "gauge" }

  nonisolated func prepare(_ run: BackendRun) async throws(BackendError) {}

  func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle {
    current += 1
    total += 1
    most = max(most, current)
    return StepHandle(id: step.plan.id, stepID: step.plan.id)
  }

  nonisolated func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> { AsyncStream { nil } }

  func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> Interpreter.ExitStatus {
    await Task.yield()
    current -= 1
    return .exited(code: 0)
  }

  nonisolated func stop(_ handle: StepHandle, in run: BackendRun) async {}
  nonisolated func remove(_ handle: StepHandle, in run: BackendRun) async {}
  nonisolated func cleanUp(_ run: BackendRun) async {}
}

/// Says when a start begins, which the dummy backend alone only writes down.
struct Announced: Backend {
  let backend: DummyBackend
  var name: String { backend.name }

  init(_ backend: DummyBackend) { self.backend = backend }

  func prepare(_ run: BackendRun) async throws(BackendError) { try await backend.prepare(run) }

  func start(
    _ step: BackendStep, in run: BackendRun, progress: @Sendable (String) -> Void
  ) async throws(BackendError) -> StepHandle {
    backend.reach("starting \(step.plan.name)")
    return try await backend.start(step, in: run, progress: progress)
  }

  func output(of handle: StepHandle, in run: BackendRun) -> AsyncStream<[UInt8]> { backend.output(of: handle, in: run) }

  func wait(for handle: StepHandle, in run: BackendRun) async throws(BackendError) -> Interpreter.ExitStatus {
    try await backend.wait(for: handle, in: run)
  }

  func stop(_ handle: StepHandle, in run: BackendRun) async { await backend.stop(handle, in: run) }
  func remove(_ handle: StepHandle, in run: BackendRun) async { await backend.remove(handle, in: run) }
  func cleanUp(_ run: BackendRun) async { await backend.cleanUp(run) }
}
