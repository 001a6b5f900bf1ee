import Interpreter
import Planner
import Testing

/// Whole runs in containers of a real engine.
@Suite(.enabled(if: TestEngine.docker != nil)) struct DockerRunTests {
  private func run(
    _ pipeline: Plan.Pipeline, options: RunOptions = RunOptions(), secrets: SecretProvider = SecretProvider(),
    cancellation: Cancellation = Cancellation(), readers: [any EventReader] = []
  ) async throws -> (outcome: RunOutcome, output: [String]) {
    let backend = try await TestEngine.backend(at: TestEngine.docker ?? "")
    let recorder = Recorder()
    var pipeline = pipeline
    pipeline.type = "docker"
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [pipeline]), options: options, backend: backend, secrets: secrets,
      readers: [recorder] + readers, cancellation: cancellation)
    return (outcome, recorder.output)
  }

  private func container(
    _ name: String, _ script: String, needs: [String] = [], policy: Plan.RunPolicy = .onSuccess,
    failure: Plan.FailurePolicy = .fail, role: Plan.Step.Role = .step, environment: [Plan.EnvironmentVariable] = []
  ) -> Plan.Step {
    var result = step(
      name, needs: needs, policy: policy, failure: failure, role: role, environment: environment, script: script)
    result.image = "docker.io/library/busybox:1"
    result.pull = .ifNotExists
    result.workingDirectory = "/drone/src"
    result.networkAliases = [name]
    result.mounts = [Plan.Mount(volume: "_workspace", path: "/drone/src")]
    return result
  }

  @Test func serviceSecretsAndFailure() async throws {
    let server = "mkdir /www && echo 'hello from the service' > /www/index.html && httpd -f -p 80 -h /www"
    let steps = [
      container("web", server, role: .service),
      container("fetch", "until wget -q -O page http://web/; do :; done; cat page"),
      container("fail", "echo \"token is $TOKEN\"; exit 3", environment: [.init("TOKEN", .secret("tok"))]),
      container("skipped", "echo no"),
      container(
        "notify", "echo status $STATUS after $FAILED", policy: .onFailure,
        environment: [
          .init("STATUS", .runtime(.status, initially: "success")),
          .init("FAILED", .runtime(.failedSteps, initially: "")),
        ]),
    ]
    let (outcome, output) = try await run(
      serial("default", steps), secrets: SecretProvider([.table([("tok", "hunter2")])]))
    #expect(
      outcome.pipelines.map(\.text) == [
        "web success, fetch success, fail failure/3, skipped skipped, notify success; failure"
      ])
    #expect(
      output.filter { !$0.contains("connection refused") && !$0.contains("bad address") }
        == ["fetch: hello from the service", "fail: token is ******", "notify: status failure after fail"])
  }

  @Test(.timeLimit(.minutes(10))) func interruptionStopsContainersAtOnce() async throws {
    let cancellation = Cancellation()
    let watcher = WhenPrinted("ready") { cancellation.cancel(.interrupted(signal: 15)) }
    let steps = [
      container("background", "trap '' TERM; sleep 1000", role: .service),
      container("long", "trap '' TERM; echo ready; sleep 1000"), container("always", "echo no", policy: .always),
    ]
    let (outcome, output) = try await run(serial("default", steps), cancellation: cancellation, readers: [watcher])
    #expect(outcome.exitStatus == 143)
    #expect(output == ["long: ready"])
    #expect(
      outcome.pipelines.map(\.text) == ["background killed/137, long killed/137, always skipped; killed/137"])
    let backend = try await TestEngine.backend(at: TestEngine.docker ?? "")
    let left = try await backend.removeLeftovers { $0 != outcome.run }
    #expect(left.isEmpty)
  }

  /// The limit is reached when the step has begun, however long the engine takes to start it.
  @Test(.timeLimit(.minutes(10))) func timeLimit() async throws {
    let (begun, begin) = AsyncStream<Void>.makeStream()
    var clock = RunClock.system
    clock.sleep = { duration in
      guard duration == .seconds(2) else { return try await Task.sleep(for: duration) }
      for await _ in begun { return }
      throw CancellationError()
    }
    let (outcome, _) = try await run(
      serial("default", [container("long", "echo ready; sleep 1000"), container("next", "true")]),
      options: RunOptions(timeout: .seconds(2), clock: clock), readers: [WhenPrinted("ready") { begin.yield() }])
    #expect(outcome.pipelines.map(\.text) == ["long killed/137, next skipped; killed/137"])
    #expect(outcome.pipelines.first?.message == "the time limit of 2 s was reached")
    #expect(outcome.exitStatus == 1)
  }

  @Test func graphRunsInParallel() async throws {
    // Each of the two waits for a file of the other: only together can they end.
    let pair = { (mine: String, other: String) in
      "touch \(mine); until [ -e \(other) ]; do :; done; echo \(mine) met \(other)"
    }
    let steps = [
      container("a", "echo a"), container("b", pair("b", "c"), needs: ["a"]),
      container("c", pair("c", "b"), needs: ["a"]),
      container("d", "ls", needs: ["b", "c"]),
    ]
    let (outcome, output) = try await run(graph("default", steps))
    #expect(outcome.status == .success)
    #expect(output.first == "a: a")
    #expect(Set(output.dropFirst().prefix(2)) == ["b: b met c", "c: c met b"])
    #expect(output.suffix(2) == ["d: b", "d: c"])
  }

  @Test func muchOutput() async throws {
    let counter = OutputCounter()
    let script =
      "yes 'a line of forty bytes and no secret ...' | head -c 4000000; head -c 4000000 /dev/zero | tr '\\0' x"
    let backend = try await TestEngine.backend(at: TestEngine.docker ?? "")
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("default", [container("a", script)])]), backend: backend, readers: [counter])
    #expect(outcome.status == .success)
    #expect(counter.bytes + counter.lines == 8_000_001)
    #expect(counter.longest <= 64 * 1024)
  }

  @Test func anImageThatIsMissing() async throws {
    var missing = container("a", "true")
    missing.image = "docker.io/library/no-such-image:1"
    missing.pull = .never
    let (outcome, _) = try await run(serial("default", [missing, container("b", "echo no")]))
    #expect(outcome.pipelines.map(\.text) == ["a error/255, b skipped; error/255"])
    #expect(outcome.pipelines.first?.message?.contains("no-such-image") == true)
  }
}
