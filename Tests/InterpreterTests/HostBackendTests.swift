import Foundation
import Interpreter
import Planner
import Testing

@Suite struct HostBackendTests {
  private let backend = HostBackend(path: "/usr/bin:/bin", user: "tester")

  private func run(
    _ steps: [Plan.Step], hostPath: String? = nil, cancellation: Cancellation = Cancellation(),
    readers: [any EventReader] = []
  ) async -> (outcome: RunOutcome, output: [String]) {
    var pipeline = serial("default", steps)
    pipeline.workspace.hostPath = hostPath
    let recorder = Recorder()
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [pipeline]), backend: backend, readers: [recorder] + readers, cancellation: cancellation)
    return (outcome, recorder.output)
  }

  @Test func stepsShareAWorkspaceThatIsGoneAfterwards() async throws {
    let (outcome, output) = await run([
      step("a", script: "pwd; echo data > f.txt; echo problem >&2"), step("b", script: "cat f.txt; exit 3"),
    ])
    #expect(outcome.pipelines.map(\.text) == ["a success, b failure/3; failure"])
    let folder = try #require(output.first?.dropFirst(3))
    #expect(output == ["a: \(folder)", "a: problem", "b: data"])
    #expect(folder.hasSuffix("/workspace"))
    #expect(!FileManager.default.fileExists(atPath: String(folder)))
    #expect(!FileManager.default.fileExists(atPath: String(folder.dropLast("/workspace".count))))
  }

  @Test func theEnvironmentIsClean() async throws {
    setenv("PIPEC_TEST_LEAK", "1", 1)
    let environment: [Plan.EnvironmentVariable] = [
      .init("LINES", "one\ntwo"), .init("EMPTY", .secret("none")), .init("PATH", "$PATH:/x"), .init("A", "$PATH"),
    ]
    let (_, output) = await run(
      [step("a", environment: environment, script: "env | sort"), step("b", script: "echo $PATH; ls -A $HOME")])
    let names = output.filter { $0.hasPrefix("a: ") }.compactMap { $0.dropFirst(3).split(separator: "=").first }
    let shells = ["PWD", "OLDPWD", "SHLVL", "_", "two"]
    let expected = [
      "A", "DRONE_HOME", "DRONE_WORKSPACE", "DRONE_WORKSPACE_BASE", "EMPTY", "HOME", "HOMEPATH", "LINES", "PATH",
      "USER",
      "USERPROFILE",
    ]
    #expect(Set(names.map(String.init)).subtracting(shells) == Set(expected))
    #expect(output.contains("a: PATH=/usr/bin:/bin:/x"))
    #expect(output.contains("a: A=$PATH"))
    #expect(output.contains("b: /usr/bin:/bin"))
  }

  @Test func aFolderOfTheHostIsTheWorkspace() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (_, output) = await run([step("a", script: "pwd -P; echo kept > made")], hostPath: folder.path)
    #expect(output == ["a: \(folder.path)"])
    #expect(try String(contentsOf: folder.appendingPathComponent("made"), encoding: .utf8) == "kept\n")
  }

  /// Being interrupted kills the step and what it started, and leaves no process and no folder.
  @Test func interruptionKillsChildrenToo() async throws {
    let cancellation = Cancellation()
    let script = "echo $$; pwd; sleep 1000 & (trap '' TERM INT; sleep 1001) & echo ready; wait"
    let watcher = WhenPrinted("ready") { cancellation.cancel(.interrupted(signal: 2)) }
    let (outcome, output) = await run([step("a", script: script)], cancellation: cancellation, readers: [watcher])
    #expect(outcome.exitStatus == 130)
    #expect(outcome.pipelines.map(\.text) == ["a killed/137; killed/137"])
    let group = try #require(output.first.flatMap { Int32($0.dropFirst(3)) })
    #expect(kill(-group, 0) == -1)
    #expect(!FileManager.default.fileExists(atPath: String(output[1].dropFirst(3))))
  }

  /// A process left in the background keeps its pipe open, which must not keep the step from ending.
  @Test(.timeLimit(.minutes(10))) func backgroundProcessesDoNotHoldTheStep() async throws {
    let (outcome, output) = await run([step("a", script: "sleep 1000 & echo $$; echo done"), step("b", script: "true")])
    #expect(outcome.status == .success)
    #expect(output.last == "a: done")
    let group = try #require(output.first.flatMap { Int32($0.dropFirst(3)) })
    #expect(kill(-group, 0) == -1)
  }

  private static func hasEnvironment(_ entry: String, _ process: Int32) -> Bool {
    guard let bytes = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
    return bytes.split(separator: 0).contains { $0.elementsEqual(entry.utf8) }
  }

  /// A run that was killed itself leaves processes and folders; the next one can sweep them up, and only them.
  @Test func leftoversAreRemoved() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-test-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let dead = "\(folder)/pipec-dead"
    try FileManager.default.createDirectory(atPath: "\(dead)/home", withIntermediateDirectories: true)
    try "1 0".write(toFile: "\(dead)/owner", atomically: true, encoding: .utf8)
    try FileManager.default.createDirectory(atPath: "\(folder)/pipec-foreign", withIntermediateDirectories: true)
    let orphan = Process()
    orphan.executableURL = URL(fileURLWithPath: "/bin/sleep")
    orphan.arguments = ["1000"]
    orphan.environment = ["DRONE_HOME": "\(dead)/home"]
    try orphan.run()
    // Until it has become `sleep`, the child still shows the environment of this process.
    while orphan.isRunning, !Self.hasEnvironment("DRONE_HOME=\(dead)/home", orphan.processIdentifier) { sched_yield() }
    let living = HostBackend(path: "/usr/bin:/bin", user: "tester", temporaryFolder: folder)
    let run = BackendRun(id: "living", pipeline: serial("default", []), labels: [])
    try await living.prepare(run)
    #expect(await HostBackend.removeLeftovers(in: folder) == ["dead"])
    orphan.waitUntilExit()
    #expect(orphan.terminationReason == .uncaughtSignal)
    let left = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(left.sorted() == ["pipec-foreign", "pipec-living"])
    await living.cleanUp(run)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipec-foreign"])
  }

  /// A process that left the group of its step is gone after the run, too.
  @Test func processesThatLeftTheirGroupAreKilled() async throws {
    let script = "setsid sh -c 'echo $$ > f; exec sleep 1000' & until [ -s f ]; do :; done; cat f"
    let (outcome, output) = await run([step("a", script: script)])
    #expect(outcome.status == .success)
    let process = try #require(output.first.flatMap { Int32($0.dropFirst(3)) })
    var status: Int32 = 0
    #expect(waitpid(process, &status, 0) == process || kill(process, 0) == -1)
  }

  @Test func longScriptsAndSilentInput() async {
    let long = "echo \(String(repeating: "x", count: 300_000)) | wc -c; read line || echo nothing to read"
    let (outcome, output) = await run([step("a", script: long)])
    #expect(outcome.status == .success)
    #expect(output == ["a: 300001", "a: nothing to read"])
  }

  @Test func whatCannotStartIsAnError() async {
    var missing = step("a")
    missing.entrypoint = ["/no/such/program"]
    let (outcome, _) = await run([missing])
    #expect(outcome.pipelines.map(\.text) == ["a error/255; error/255"])
    #expect(outcome.pipelines.first?.message?.contains("No such file or directory") == true)
    let (nothing, _) = await run([step("b")])
    #expect(nothing.pipelines.map(\.text) == ["b error/255; error/255"])
    #expect(nothing.exitStatus == 1)
  }

  /// Much output, in many lines and in one, passes through without being kept.
  @Test(.timeLimit(.minutes(10))) func muchOutput() async {
    let counter = OutputCounter()
    let script =
      "yes 'a line of forty bytes and no secret ...' | head -c 4000000; head -c 4000000 /dev/zero | tr '\\0' x"
    let outcome = await Interpreter.run(
      plan: Plan(pipelines: [serial("default", [step("a", script: script)])]), backend: backend, readers: [counter])
    #expect(outcome.status == .success)
    #expect(counter.bytes + counter.lines == 8_000_000 + 1)
    #expect(counter.longest <= 64 * 1024)
  }
}

/// Calls a function when a line was printed.
final class WhenPrinted: EventReader {
  let line: String
  let action: @Sendable () -> Void

  init(_ line: String, _ action: @escaping @Sendable () -> Void) {
    self.line = line
    self.action = action
  }

  func receive(_ events: [Event]) {
    for event in events {
      if case .output(_, let line) = event.kind, line.bytes == Array(self.line.utf8) { action() }
    }
  }
}
