import Foundation
import Interpreter
import PluginHost
import Synchronization
import TestSupport
import Testing

/// What people say at the terminal while the example plugin runs a stage.
@Suite struct DeploymentPluginTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var mode: String
    var line: String
    var expected: String
    var testDescription: String { "\(line) while \(mode)" }
  }

  @Test(
    .timeLimit(.minutes(5)),
    arguments: [
      Row(mode: "approve", line: "approve", expected: "EXAMPLE SUCCESS; SUCCESS"),
      Row(
        mode: "approve", line: "cancel",
        expected:
          "EXAMPLE CANCELLED: cancelled at the terminal; CANCELLED: Cancelled by amy while executing stage stage-0"),
      Row(mode: "skippable", line: "skip", expected: "EXAMPLE SKIPPED: skipped by amy; SUCCESS"),
      Row(
        mode: "skippable", line: "cancel",
        expected:
          "EXAMPLE CANCELLED: cancelled at the terminal; CANCELLED: Cancelled by amy while executing stage stage-0"),
    ])
  func peopleAreAsked(_ row: Row) async throws {
    let packages = ["grpc", "google/protobuf"].map { "/usr/lib/python3/dist-packages/\($0)/__init__.py" }
    guard packages.allSatisfy({ FileManager.default.fileExists(atPath: $0) }) else {
      return Skipped.because("deployments with a plugin: apt-get install python3-grpcio python3-protobuf")
    }
    let program = Repository.url("examples/pipecd-plugin/plugin.py").path
    let run = try await DeploymentRun(
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        name: shop
        planner: {alwaysUsePipeline: true}
        pipeline:
          stages: [{name: EXAMPLE, with: {mode: \(row.mode)}}]
      """, clock: TestClock(yields: 1_000_000)
    ) { options in
      options.plugins = [PluginConfiguration(name: "example", url: "file://\(program)")]
      let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
      var hosting = PluginHost.Options(
        environment: environment, folder: "/", cacheFolder: NSTemporaryDirectory() + "pipec-none")
      hosting.readiness = .seconds(60)
      options.hosting = hosting
      options.prompter = OneLine(row.line)
    }
    #expect(run.text == row.expected)
  }
}

/// Somebody who types a line and then thinks.
private final class OneLine: Prompter {
  private let line: Mutex<String?>

  init(_ line: String) { self.line = Mutex(line) }

  func answer() async -> String? {
    if let line = line.withLock({ $0.take() }) { return line }
    let (words, continuation) = AsyncStream.makeStream(of: Void.self)
    defer { continuation.finish() }
    for await _ in words {}
    return nil
  }
}
