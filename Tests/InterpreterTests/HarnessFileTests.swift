import Foundation
import Interpreter
import Planner
import TestSupport
import Testing

/// Harness pipelines that are really run, in containers and on the host; what they print and how they end is in
/// `Golden/harness`.
@Suite struct HarnessFileTests {
  static let names = ["background", "container-group", "failure", "host", "outputs"]

  @Test func everyFileIsRun() throws {
    let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
    #expect(files.sorted() == Self.names.map { $0 + ".yaml" })
  }

  @Test(.timeLimit(.minutes(10)), arguments: names)
  func runs(_ name: String) async throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent("\(name).yaml"), encoding: .utf8)
    let plan = try HarnessRun.plan(text)
    let host = HostBackend(path: "/usr/bin:/bin", user: "tester")
    var backend: any Backend = host
    if plan.pipelines.contains(where: { $0.steps.contains { $0.performer == .container } }) {
      guard let address = TestEngine.docker else { return }
      backend = try await TestEngine.backend(at: address)
    }
    let recorder = Recorder()
    // The pause before a retry is ten seconds, the shortest that Harness takes; nobody need wait for it.
    var clock = RunClock.system
    clock.sleep = { try await Task.sleep(for: $0 == .seconds(10) ? .milliseconds(10) : $0) }
    var options = RunOptions(clock: clock, grace: .seconds(5))
    options.harness.machine = host
    let outcome = await Interpreter.run(plan: plan, options: options, backend: backend, readers: [recorder])
    let difference = Golden.difference(report(outcome, recorder), from: "harness/\(name).txt")
    #expect(difference == nil, "\(difference ?? "")")
  }

  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Fixtures/harness")

  /// Each step with its own lines, in the order in which they end or, within a parallel block, of their names.
  private func report(_ outcome: RunOutcome, _ recorder: Recorder) -> String {
    var text = ""
    for pipeline in outcome.pipelines {
      text += "pipeline \(pipeline.name): \(pipeline.word ?? "")\n"
      for step in pipeline.steps.sorted(by: { isParallel($0) && isParallel($1) && $0.step.id < $1.step.id }) {
        text += "  \(step.step.id): \(step.word ?? "")\(step.exitCode == 0 ? "" : " \(step.exitCode)")"
        text += step.message.map { ", \($0)\n" } ?? "\n"
        for event in recorder.events {
          guard case .output(let source, let line) = event.kind, source.id == step.step.id else { continue }
          text += "    │ \(String(decoding: line.bytes, as: UTF8.self))\n"
        }
      }
    }
    for notice in recorder.notices.sorted() { text += "note: \(notice)\n" }
    return text + "exit status \(outcome.exitStatus)\n"
  }

  private func isParallel(_ step: StepOutcome) -> Bool { ["left", "right"].contains(step.step.name) }
}
