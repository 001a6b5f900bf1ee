import Diagnostics
import Expressions
import Foundation
import Interpreter
import Parser
import Planner
import Synchronization
import TestSupport
import Testing

/// Whole runs against what `drone exec` and the exec runner printed for the same files.
@Suite struct DroneExecTests {
  struct Case: Decodable, Sendable, CustomTestStringConvertible {
    var `case`: String
    var type: String
    var args: [String]
    var files: [String: String]?
    var yaml: String
    var rc: Int32
    var stdout: String
    var testDescription: String { "\(`case`) (\(type))" }
  }

  /// Where pipec prints something else, and why.
  static let differences: [String: (why: String, stdout: String)] = [
    "serial (docker)": (
      "drone exec lost the output of the last step, which it now and then does when a container ends at once",
      """
      No stage specified, assuming 'default'
      [a:1] + echo one
      [a:2] one
      [a:3] + echo two
      [a:4] two
      [b:5] + echo three
      [b:6] three

      """
    ),
    "long-line (exec)": (
      "the exec runner breaks lines where the step's writes end; pipec breaks them at line feeds only",
      "[a:1] + head -c 5000 /dev/zero | tr \"\0\" x; echo\n[a:2] \(String(repeating: "x", count: 5000))\n"
    ),
    "no-such-pipeline (docker)": ("the program says it before anything is planned", ""),
  ]

  /// Steps that run at the same time, or write to both outputs of a container, come in more than one order.
  static let unordered: Set<String> = [
    "graph (docker)", "graph (exec)", "graph-failure (docker)", "graph-failure (exec)", "detach (docker)",
    "service (docker)", "stderr (docker)",
  ]

  static let cases = (try? Corpus.jsonLines("oracle/cases/drone-exec.jsonl", as: Case.self)) ?? []

  @Test(arguments: cases)
  func printsWhatDroneExecPrints(_ sample: Case) async throws {
    if sample.type == "docker", TestEngine.docker == nil { return }
    guard sample.case != "no-such-pipeline" else { return }
    let folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("pipec-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let plan = plan(sample, folder.path)
    #expect(plan.refusals.isEmpty)
    let collector = Collector(DroneRenderer(assumesDefault: !sample.args.contains("--pipeline")))
    let backend: any Backend =
      if sample.type == "docker" {
        try await TestEngine.backend(at: TestEngine.docker ?? "")
      } else {
        HostBackend(path: "/usr/bin:/bin", user: "tester")
      }
    let secrets = try (sample.files ?? [:]).values.map { SecretProvider.Source.table(try Dotenv.parse($0)) }
    let outcome = await Interpreter.run(
      plan: plan, backend: backend, secrets: SecretProvider(secrets), readers: [collector])
    #expect(outcome.exitStatus == sample.rc)
    let expected = Self.differences[sample.testDescription]?.stdout ?? sample.stdout
    if Self.unordered.contains(sample.testDescription) {
      #expect(Self.unnumbered(collector.text) == Self.unnumbered(expected))
    } else {
      #expect(collector.text == expected)
    }
  }

  private func plan(_ sample: Case, _ folder: String) -> Plan {
    var context = Context()
    context.build.event = BuildEvent("")
    context.repository.isTrusted = true
    context.workspace = .mounted(path: folder)
    context.selection.honoursTriggers = false
    context.selection.pipelines = ["default"]
    for (name, value) in zip(sample.args, sample.args.dropFirst()) {
      switch name {
      case "--event": context.build.event = BuildEvent(value)
      case "--branch": context.commit.branch = value
      case "--include": context.selection.include.append(value)
      case "--exclude": context.selection.exclude.append(value)
      case "--pipeline": context.selection.pipelines = [value]
      default: break
      }
    }
    let source = Source(name: ".drone.yml", text: sample.yaml)
    guard Substitution.needsExpansion(source.bytes) else {
      return DronePlanner.plan(DroneLoader.load(source) { _ in nil }, in: context)
    }
    return DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context) { lookup in
      DroneLoader.load(source, lookup: lookup)
    }
  }

  /// The lines of each step in their order, without their numbers, which must count up.
  private static func unnumbered(_ text: String) -> [String] {
    var lines: [(step: String, text: String)] = []
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":"), let end = line.firstIndex(of: "]"), colon < end else {
        lines.append(("", String(line)))
        continue
      }
      lines.append((String(line[..<colon]), String(line[end...])))
    }
    // What a container writes to its two outputs is not in order, not even within the step.
    let isOneStep = Set(lines.map(\.step)).count <= 2
    let sorted = lines.enumerated().sorted { left, right in
      if left.element.step != right.element.step { return left.element.step < right.element.step }
      return isOneStep ? left.element.text < right.element.text : left.offset < right.offset
    }
    return sorted.map { "\($0.element.step) \($0.element.text)" }
  }

  /// What the Drone renderer prints of a run.
  private final class Collector: EventReader {
    private struct State {
      var renderer: DroneRenderer
      var bytes: [UInt8] = []
    }

    private let state: Mutex<State>

    init(_ renderer: DroneRenderer) {
      state = Mutex(State(renderer: renderer))
    }

    var text: String { state.withLock { String(decoding: $0.bytes, as: UTF8.self) } }

    func receive(_ events: [Event]) {
      state.withLock { state in for event in events { state.bytes += state.renderer.render(event) } }
    }
  }
}
