import Foundation
import TestSupport
import Testing

/// `examples/pipecd-canary`: a deployment whose analysis asks a real server, which turns bad half-way.
@Suite struct PipeCDCanaryTests {
  /// The example, beside its server, which listens on a port of its own and is ended with the run.
  private static let line = """
    mkfifo input
    sleep 60 >input 2>/dev/null &
    keeper=$!
    python3 prometheus.py 0 piped.yaml <input >address 2>/dev/null &
    server=$!
    for i in $(seq 100); do [ -s address ] && break; sleep 0.1; done
    "$pipec" check --piped piped.yaml app.pipecd.yaml && "$pipec" run --piped piped.yaml --backend host \
      --stub K8S_CANARY_ROLLOUT --stub K8S_PRIMARY_ROLLOUT --stub K8S_CANARY_CLEAN --stub ROLLBACK app.pipecd.yaml
    status=$?
    kill "$server" "$keeper"
    wait
    exit "$status"
    """

  @Test func failsAndRollsBack() throws {
    var runner = try ProgramRunner()
    defer { runner.remove() }
    guard try runner.shell("command -v python3").status == 0 else {
      print("skipped: there is no python3")
      return
    }
    for name in ["app.pipecd.yaml", "piped.yaml", "prometheus.py"] {
      try runner.write(name, try String(contentsOf: Repository.url("examples/pipecd-canary/\(name)"), encoding: .utf8))
    }
    runner.environment["TMPDIR"] = runner.folder.path
    let result = try runner.shell(Self.line)
    #expect(result.status == 1)
    let text = result.output + result.error
    #expect(
      text.contains(
        #"metrics-0: the query `error_ratio{app="shop", namespace="prod", variant="canary"}` to prometheus gave 0.31, but at most 0.05 is expected"#
      ), "\(text)")
    #expect(text.contains("a tenth of the users of shop sees the new version"))
    #expect(text.contains("nobody sees the new version of shop any more"))
    #expect(text.contains("p = "), "the latencies were not compared: \(text)")
    #expect(!text.contains("K8S_PRIMARY_ROLLOUT │"))
  }
}
