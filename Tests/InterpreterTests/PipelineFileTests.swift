import Diagnostics
import Expressions
import Foundation
import Interpreter
import Parser
import Planner
import TestSupport
import Testing

/// Pipeline files that are really run, in containers and on the host; what they print and how they end is in `Golden/runs`.
@Suite struct PipelineFileTests {
  static let names = [
    "conditions", "detached", "early-end", "failure", "fast-failure", "graph", "host", "ignored-failure",
    "missing-image", "plugin", "secrets", "serial-and-state", "service", "several", "volumes",
  ]

  @Test func everyFileIsRun() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.sorted() == Self.names.map { $0 + ".yml" })
  }

  @Test(.timeLimit(.minutes(10)), arguments: names)
  func runs(_ name: String) async throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("\(name).yml"), encoding: .utf8)
    let work = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("pipec-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: work) }
    let plan = plan(Source(name: "\(name).yml", text: text), in: work.path)
    #expect(plan.refusals.isEmpty)
    let host = HostBackend(path: "/usr/bin:/bin", user: "tester")
    var docker: (any Backend)?
    if plan.pipelines.contains(where: { $0.type != "exec" }) {
      guard let address = TestEngine.docker else { return }
      docker = try await TestEngine.backend(at: address)
    }
    let recorder = Recorder()
    let secrets: [(name: String, value: String)] = [
      ("token", "hunter2"), ("key", "first line\nsecond line\n"),
    ]
    let outcome = await Interpreter.run(
      plan: plan, backendFor: { [docker] in $0.type == "exec" ? host : docker ?? host },
      secrets: SecretProvider([.table(secrets)]), readers: [recorder])
    let difference = Golden.difference(report(outcome, recorder), from: "runs/\(name).txt")
    #expect(difference == nil, "\(difference ?? "")")
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/runs")

  private func plan(_ source: Source, in folder: String) -> Plan {
    var context = Context()
    context.commit.branch = "main"
    context.commit.ref = "refs/heads/main"
    context.repository.isTrusted = true
    context.workspace = .mounted(path: folder)
    guard Substitution.needsExpansion(source.bytes) else {
      return DronePlanner.plan(DroneLoader.load(source) { _ in nil }, in: context)
    }
    return DronePlanner.plan(DroneLoader.loadAsWritten(source), in: context) { lookup in
      DroneLoader.load(source, lookup: lookup)
    }
  }

  /// Steps in the order of the file, each with its own lines: how steps overlap differs from run to run.
  private func report(_ outcome: RunOutcome, _ recorder: Recorder) -> String {
    var text = ""
    for pipeline in outcome.pipelines {
      text += "pipeline \(pipeline.name): \(pipeline.status.rawValue)\(code(pipeline.exitCode))"
      text += pipeline.status == .skipped ? ", \(pipeline.message ?? "")\n" : "\n"
      for step in pipeline.steps {
        text += "  \(step.step.name): \(step.status.rawValue)\(code(step.exitCode))"
        text += step.message.map { ", \($0)\n" } ?? "\n"
        for event in recorder.events {
          guard case .output(let source, let line) = event.kind, source == step.step else { continue }
          text += "    │ \(String(decoding: line.bytes, as: UTF8.self))\n"
        }
      }
    }
    return text + "exit status \(outcome.exitStatus)\n"
  }

  private func code(_ code: Int32) -> String { code == 0 ? "" : " \(code)" }
}
