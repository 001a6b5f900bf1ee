import Foundation
import TestSupport
import Testing

/// `pipec run` with deployments whose stages the example plugin runs, hosted for real.
@Suite(.enabled(if: ExamplePlugin.isPossible)) struct PipeCDPluginRunTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var stages: [String]
    var config = "{}"
    var words: [String] = []
    var status: Int32
    /// What must be in the output, and what must not be.
    var contains: [String]
    var lacks: [String] = []
    var error = ""
  }

  private static let rollback = "SCRIPT_RUN, with: {run: 'echo doing', onRollback: 'echo undoing'}"

  static let rows = [
    Row(
      testDescription: "success", stages: ["EXAMPLE, with: {message: hello}", "WAIT, with: {duration: 1ms}"], status: 0,
      contains: [
        "pipec itself does WAIT, for which the configuration of piped has no plugin", "EXAMPLE │ hello\n",
        "EXAMPLE │ done\n", "shop succeeded",
      ]),
    Row(
      testDescription: "failure is rolled back", stages: [rollback, "EXAMPLE, with: {mode: failure}", "WAIT"],
      status: 1,
      contains: [
        "│ it cannot be done\n", "│ undoing\n", "Failed while executing stage stage-1", "EXAMPLE failed", "shop failed",
      ]),
    Row(
      testDescription: "a crash is rolled back", stages: [rollback, "EXAMPLE, with: {mode: crash}"], status: 1,
      contains: [
        "the plugin 'example' ended with status 3: fatal: the example crashes",
        "│ example: fatal: the example crashes\n",
        "│ undoing\n",
      ]),
    Row(
      testDescription: "a plugin that does not start", stages: ["EXAMPLE"], config: "{mode: crash}", status: 3,
      contains: ["the plugin 'example' ended with status 1 before it was ready"]),
    Row(
      testDescription: "a plugin that is never ready", stages: ["EXAMPLE"], config: "{mode: never-ready}", status: 3,
      contains: ["the plugin 'example' does not answer on port "]),
    Row(
      testDescription: "logs that are reported twice are shown once", stages: ["EXAMPLE, with: {mode: twice}"],
      status: 0,
      contains: ["EXAMPLE │ one\nEXAMPLE │ two\nEXAMPLE │ ✓"]),
    Row(
      testDescription: "a stage that ends the deployment early",
      stages: ["EXAMPLE, with: {mode: exit}", "WAIT, with: {duration: 1h}"], status: 0,
      contains: ["ended the deployment early", "shop succeeded"]),
    Row(
      testDescription: "a stage that is left out", stages: ["EXAMPLE, with: {mode: skip}"], status: 0,
      contains: ["– skipped", "shop succeeded"]),
    Row(
      testDescription: "what is no end of a stage", stages: ["EXAMPLE, with: {mode: garbage}"], status: 1,
      contains: ["the plugin answered STAGE_RUNNING, which is no end of a stage"]),
    Row(
      testDescription: "a stage that takes too long", stages: [rollback, "EXAMPLE, timeout: 1s, with: {mode: wait}"],
      status: 1, contains: ["it took longer than 1.0 s", "Timed out while executing stage stage-1", "│ undoing\n"]),
    Row(
      testDescription: "approvals reach the plugin", stages: ["EXAMPLE, with: {mode: approve, minApproverNum: 2}"],
      words: ["--approve", "EXAMPLE=amy,bob"], status: 0, contains: ["approved by amy, bob"]),
    Row(
      testDescription: "skips reach the plugin",
      stages: ["EXAMPLE, with: {mode: skippable}", "WAIT, with: {duration: 1ms}"],
      words: ["--skip", "EXAMPLE=bob"], status: 0, contains: ["skipped by bob", "shop succeeded"]),
    Row(
      testDescription: "metadata of one stage and plugin", stages: ["EXAMPLE, with: {mode: metadata}"], status: 0,
      contains: ["StageMetadata: False True v StageMetadata", "object: 00ff"]),
    Row(
      testDescription: "a stage that no plugin offers", stages: ["OTHER"], status: 1,
      contains: ["no plugin offers the stage OTHER (--stub stage-0)"], lacks: ["OTHER │ ✓"]),
    Row(
      testDescription: "a stub starts no plugin", stages: ["EXAMPLE"], config: "{mode: crash}",
      words: ["--stub", "EXAMPLE"], status: 0, contains: ["taken to succeed"]),
  ]

  static func runner(_ stages: [String], config: String) throws -> ProgramRunner {
    var runner = try PipeCDRunTests.runner()
    let list = stages.map { "    - {name: \($0)}\n" }.joined()
    try runner.write("shop/app.pipecd.yaml", PipeCDRunTests.application() + list)
    let program = Repository.url("examples/pipecd-plugin/plugin.py").path
    try runner.write(
      "piped.yaml",
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
      spec:
        projectID: shop
        pipedID: id
        pipedKeyFile: /etc/piped/key
        apiAddress: pipecd.example.com:443
        plugins:
        - {name: example, url: 'file://\(program)', port: 7001, config: \(config)}

      """)
    runner.environment["XDG_CACHE_HOME"] = runner.folder.appendingPathComponent("cache").path
    return runner
  }

  @Test(arguments: rows) func runs(_ row: Row) throws {
    let runner = try Self.runner(row.stages, config: row.config)
    defer { runner.remove() }
    let result = try runner.run(
      arguments: ["run", "--backend", "host", "--piped", "piped.yaml"] + row.words + ["shop/app.pipecd.yaml"])
    #expect(result.status == row.status, "\(result.output)\(result.error)")
    for text in row.contains { #expect(result.output.contains(text), "\(text)\n\(result.output)\(result.error)") }
    for text in row.lacks { #expect(!result.output.contains(text)) }
    #expect(try Self.leftovers(runner) == "")
  }

  /// What is left of a run in its folder of temporary files, and processes that it started.
  static func leftovers(_ runner: ProgramRunner) throws -> String {
    let cache = "XDG_CACHE_HOME=" + (runner.environment["XDG_CACHE_HOME"] ?? "")
    let processes = try FileManager.default.contentsOfDirectory(atPath: "/proc").filter { name in
      guard Int(name) != nil, let data = FileManager.default.contents(atPath: "/proc/\(name)/environ") else {
        return false
      }
      return String(decoding: data, as: UTF8.self).contains(cache)
    }
    return try runner.shell("ls tmp").output + processes.joined(separator: " ")
  }

  /// It ignores the end of its call and SIGTERM, and its child has left the process group: nothing of it stays.
  @Test func aStubbornPluginIsEnded() throws {
    let runner = try Self.runner(["EXAMPLE, with: {mode: stubborn}"], config: "{}")
    defer { runner.remove() }
    let result = try runner.shell(
      """
      $pipec run --piped piped.yaml --format drone shop/app.pipecd.yaml >out 2>err &
      for _ in $(seq 600); do grep -q child out && break; sleep 0.05; done
      kill -TERM $!
      wait $!
      """)
    #expect(result.status == 143)
    let child = try runner.shell("grep -o '[0-9]*$' out").output.split(separator: "\n").first.map(String.init) ?? "?"
    #expect(!FileManager.default.fileExists(atPath: "/proc/\(child)"))
    #expect(try runner.shell("ls tmp").output == "")
  }

  /// A second Ctrl-C is immediate, whatever the plugin does.
  @Test func aSecondCtrlCEndsAtOnce() throws {
    let runner = try Self.runner(["EXAMPLE, with: {mode: stubborn}"], config: "{}")
    defer { runner.remove() }
    let result = try runner.shell(
      """
      $pipec run --piped piped.yaml --format drone shop/app.pipecd.yaml >out 2>err &
      for _ in $(seq 600); do grep -q child out && break; sleep 0.05; done
      kill -TERM $!
      for _ in $(seq 600); do grep -q Ctrl-C err && break; sleep 0.05; done
      kill -TERM $!
      wait $!
      """)
    #expect(result.status == 143)
    _ = try runner.shell("kill -9 $(grep -o '[0-9]*$' out | head -1)")
  }
}

/// The plugin of the examples.
enum ExamplePlugin {
  /// Whether the example can run here; prints why not.
  static let isPossible: Bool = {
    let packages = ["grpc", "google/protobuf"].map { "/usr/lib/python3/dist-packages/\($0)/__init__.py" }
    let isInstalled = packages.allSatisfy { FileManager.default.fileExists(atPath: $0) }
    if !isInstalled { Skipped.because("deployments with a plugin: apt-get install python3-grpcio python3-protobuf") }
    return isInstalled
  }()
}
