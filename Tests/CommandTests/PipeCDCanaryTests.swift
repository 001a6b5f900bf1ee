import Foundation
import TestSupport
import Testing

/// `examples/pipecd-canary`: a deployment whose analysis asks a real server, which turns bad half-way.
@Suite struct PipeCDCanaryTests {
  private static let stubs = [
    "--stub", "K8S_CANARY_ROLLOUT", "--stub", "K8S_PRIMARY_ROLLOUT", "--stub", "K8S_CANARY_CLEAN", "--stub", "ROLLBACK",
  ]

  /// The example in a folder of its own, and its server on a port of its own.
  private static func start() throws -> (ProgramRunner, Process)? {
    var runner = try ProgramRunner()
    guard try runner.shell("command -v python3").status == 0 else {
      print("skipped: there is no python3")
      runner.remove()
      return nil
    }
    for name in ["app.pipecd.yaml", "piped.yaml", "prometheus.py"] {
      try runner.write(name, try String(contentsOf: Repository.url("examples/pipecd-canary/\(name)"), encoding: .utf8))
    }
    runner.environment["TMPDIR"] = runner.folder.path
    let server = Process()
    server.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    server.arguments = ["python3", "prometheus.py", "0", "piped.yaml"]
    server.currentDirectoryURL = runner.folder
    // It ends with its input.
    server.standardInput = Pipe()
    let output = Pipe()
    server.standardOutput = output
    try server.run()
    // It says where it listens when it does.
    _ = output.fileHandleForReading.availableData
    return (runner, server)
  }

  @Test func failsAndRollsBack() throws {
    guard let (runner, server) = try Self.start() else { return }
    defer {
      server.terminate()
      server.waitUntilExit()
      runner.remove()
    }
    #expect(try runner.run("check", "--piped", "piped.yaml", "app.pipecd.yaml").status == 0)
    #expect(try runner.run("plan", "--piped", "piped.yaml", "app.pipecd.yaml").status == 0)
    let began = ContinuousClock.now
    let result = try runner.run(
      arguments: ["run", "--piped", "piped.yaml", "--backend", "host"] + Self.stubs + ["app.pipecd.yaml"])
    #expect(result.status == 1)
    let text = result.output + result.error
    #expect(
      text.contains(
        #"metrics-0: the query `error_ratio{app="shop", namespace="prod", variant="canary"}` to prometheus gave 0.31, but at most 0.05 is expected"#
      ), "\(text)")
    #expect(text.contains("a tenth of the users of shop sees the new version"))
    #expect(text.contains("nobody sees the new version of shop any more"))
    #expect(text.contains("p = "), "the latencies were not compared: \(text)")
    // Three good answers, one that is forgiven, and the one that ends it.
    #expect(began.duration(to: .now) < .seconds(15))
  }
}
