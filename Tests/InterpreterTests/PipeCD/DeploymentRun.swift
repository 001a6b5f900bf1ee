import Diagnostics
import Foundation
import IR
import Interpreter
import Parser
import Planner
import Synchronization
import Testing

/// A PipeCD deployment that was really run, without plugins and with scripts that only pretend.
struct DeploymentRun {
  let recorder = Recorder()
  let outcome: RunOutcome

  /// - Parameters:
  ///   - cancelsAt: the title of the stage during which somebody presses Ctrl-C.
  ///   - real: where scripts really run; nil: they pretend, as `script` says.
  init(
    _ yaml: String, script: [String: DummyScript.Step] = [:], request: DeploymentRequest = DeploymentRequest(),
    clock: TestClock = TestClock(), cancelsAt: String? = nil, backend real: (any Backend)? = nil,
    options change: (inout PipeCDRunOptions) -> Void = { _ in }
  ) async throws {
    let plan = PipeCDPlanner.plan(PipeCDLoader.load(Source(name: "app.pipecd.yaml", text: yaml)), for: request)
    #expect((plan.refusals + plan.pipelines.flatMap(\.refusals)).map(\.message) == [])
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-deployment-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(yaml.utf8).write(to: folder.appendingPathComponent("app.pipecd.yaml"))
    let backend = real ?? DummyBackend(DummyScript(script))
    var options = RunOptions(clock: clock.clock, grace: .zero)
    options.run = "run"
    options.pipecd.files = DeploymentFiles(
      repository: folder.path, directory: request.directory, temporaryFolder: folder.path)
    options.pipecd.person = "amy"
    change(&options.pipecd)
    let cancellation = Cancellation()
    let readers: [any EventReader] = [recorder, Canceller(cancellation, at: cancelsAt)]
    outcome = await Interpreter.run(
      plan: plan, options: options, backend: backend, readers: readers, cancellation: cancellation)
    // Whatever happened, no copy of the files is left.
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["app.pipecd.yaml"])
  }

  /// What became of each stage, and of the deployment: `WAIT SUCCESS, SCRIPT_RUN FAILURE: …; FAILURE: …`.
  var text: String {
    let stages = (outcome.pipelines.first?.steps ?? []).map { step in
      let word = step.stageStatus?.rawValue.dropFirst("STAGE_".count) ?? "?"
      let code = step.exitCode > 1 ? " \(step.exitCode)" : ""
      return "\(step.step.name) \(word)\(code)\(step.message.map { ": \($0)" } ?? "")"
    }
    let pipeline = outcome.pipelines.first
    let word = pipeline?.deploymentStatus?.rawValue.dropFirst("DEPLOYMENT_".count) ?? "?"
    return stages.joined(separator: ", ") + "; \(word)\(pipeline?.message.map { ": \($0)" } ?? "")"
  }
}

/// Presses Ctrl-C when a stage starts.
private final class Canceller: EventReader {
  private let cancellation: Cancellation
  private let stage: String?

  init(_ cancellation: Cancellation, at stage: String?) {
    self.cancellation = cancellation
    self.stage = stage
  }

  func receive(_ events: [Event]) {
    for case .stepStarted(let step) in events.map(\.kind) where step.name == stage {
      cancellation.cancel(.interrupted(signal: 2))
    }
  }
}
