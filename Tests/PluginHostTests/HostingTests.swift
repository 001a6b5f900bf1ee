import Foundation
import Glibc
import TestSupport
import Testing

@testable import PluginHost

/// The plugin of the examples, hosted for real.
@Suite(.enabled(if: Hosting.isPossible)) struct HostingTests {
  struct Row: Sendable {
    var config: String
    var status: PluginAPI.StageStatus
    var logs: [String]
    var reason: String?
  }

  static let rows = [
    Row(config: #"{"message":"héllo"}"#, status: .success, logs: ["INFO héllo", "SUCCESS done"]),
    Row(config: "", status: .success, logs: ["INFO nothing to do", "SUCCESS done"]),
    Row(config: #"{"mode":"failure"}"#, status: .failure, logs: ["ERROR it cannot be done"]),
    Row(config: #"{"mode":"exit"}"#, status: .exited, logs: []),
    Row(config: #"{"mode":"skip"}"#, status: .skipped, logs: []),
    Row(config: #"{"mode":"twice"}"#, status: .success, logs: ["INFO one", "INFO two"]),
    Row(
      config: #"{"mode":"garbage"}"#, status: .failure, logs: [],
      reason: "the plugin answered STAGE_RUNNING, which is no end of a stage"),
    Row(
      config: #"{"mode":"none"}"#, status: .failure, logs: [],
      reason: "the plugin 'example' refused ExecuteStage: failed to execute stage: unsupported stage EXAMPLE"),
    Row(
      config: #"{"mode":"metadata"}"#, status: .success,
      logs: [
        "INFO StageMetadata: False True v StageMetadata",
        "INFO DeploymentPluginMetadata: False True v DeploymentPluginMetadata", "INFO object: NOT_FOUND",
        "INFO object: 00ff",
        "INFO INVALID_ARGUMENT invalid request: invalid GetStageMetadataRequest.StageId: "
          + "value length must be at least 1 runes",
      ]),
    Row(
      config: #"{"mode":"tool","script":"printf '#!/bin/sh\necho {{ .Name }} {{.Version}}' > {{ .OutPath }}"}"#,
      status: .success, logs: ["INFO greeter 1.0\n"]),
    // It is installed by now.
    Row(config: #"{"mode":"tool","script":"exit 1"}"#, status: .success, logs: ["INFO greeter 1.0\n"]),
  ]

  private static func run(
    _ plugin: HostedPlugin, _ id: String, _ config: String, timeout: Duration? = nil
  ) async -> (StageResult, [String]) {
    let logs = Collected<String>()
    let result = await plugin.execute(Samples.input(stage: "EXAMPLE", id: id, config: config), timeout: timeout) {
      logs.add("\($0.severity) \($0.log)")
    }
    return (result, logs.all)
  }

  @Test func runsStages() async throws {
    try await Hosting.withOptions { options in
      try await PluginHost.run([Hosting.plugin()], options) { host in
        guard let plugin = host.plugin(forStage: "EXAMPLE") else {
          Issue.record("the plugin has no stage")
          return
        }
        #expect(host.plugin(forStage: "OTHER") == nil)
        #expect(plugin.stages == ["EXAMPLE"])
        for (number, row) in Self.rows.enumerated() {
          let (result, logs) = await Self.run(plugin, "s\(number)", row.config)
          #expect(result == StageResult(row.status, row.reason), "\(row.config)")
          #expect(logs == row.logs, "\(row.config)")
        }
        #expect(host.stageMetadata(deployment: "d1", stage: "s8") == ["k": "v StageMetadata"])
      }
    }
  }

  @Test func plansStages() async throws {
    try await Hosting.withOptions { options in
      try await PluginHost.run([Hosting.plugin()], options) { host in
        guard let plugin = host.plugin(named: "example") else {
          Issue.record("there is no plugin")
          return
        }
        do {
          var input = PluginAPI.PlanPluginInput()
          input.deployment = Samples.deployment
          let versions = try await plugin.determineVersions(input)
          #expect(versions.map { "\($0.name) \($0.version)" } == ["n 1.0"])
          #expect(try await plugin.determineStrategy(input) == nil)
          #expect(try await plugin.buildQuickSyncStages(rollback: true) == [])
          var stage = PluginAPI.StageConfig()
          stage.name = "EXAMPLE"
          stage.desc = "d"
          stage.index = 2
          let stages = try await plugin.buildPipelineSyncStages([stage], rollback: true)
          #expect(
            stages.map { "\($0.name) \($0.desc) \($0.index) \($0.availableOperation)" } == [
              "EXAMPLE d 2 MANUAL_OPERATION_NONE"
            ])
          #expect(try await plugin.liveState(PluginAPI.GetLivestateRequest()) == nil)
          #expect(try await plugin.planPreview(PluginAPI.GetPlanPreviewRequest()) == nil)
        } catch {
          Issue.record(error)
        }
        let failure = await #expect(throws: PluginFailure.self) {
          try await plugin.determineVersions(PluginAPI.PlanPluginInput())
        }
        #expect(
          failure?.message == "the plugin 'example' refused DetermineVersions: "
            + "invalid request: invalid Deployment.Id: value is required")
        #expect(failure?.status?.code == .invalidArgument)
      }
    }
  }

  @Test func stagesEndWhenTheyAreToldTo() async throws {
    try await Hosting.withOptions { options in
      try await PluginHost.run([Hosting.plugin()], options) { host in
        guard let plugin = host.plugins.first else { return }
        let (result, logs) = await Self.run(plugin, "s1", #"{"mode":"wait"}"#, timeout: .seconds(1))
        #expect(result == StageResult(.failure, "it took longer than its timeout", isTimeout: true))
        // On a machine that is very busy, the stage may not have begun by then.
        #expect(logs == ["INFO waiting", "INFO cancelled"] || logs == [])

        let started = Collected<String>()
        let (words, continuation) = AsyncStream.makeStream(of: String.self)
        let task = Task {
          await plugin.execute(Samples.input(stage: "EXAMPLE", id: "s2", config: #"{"mode":"wait"}"#)) {
            started.add($0.log)
            continuation.yield($0.log)
          }
        }
        for await word in words where word == "waiting" { break }
        task.cancel()
        #expect(await task.value == StageResult(.cancelled, nil))
        #expect(started.all == ["waiting", "cancelled"])
      }
    }
  }

  @Test func stagesAreApproved() async throws {
    try await Hosting.withOptions { options in
      try await PluginHost.run([Hosting.plugin()], options) { host in
        guard let plugin = host.plugins.first else { return }
        let stage = PluginAPI.StageReference(deploymentID: "d1", stageID: "s1")
        for user in ["bob", "bob", "amy"] { host.command(.approveStage, stage: stage, by: user, at: 1_700_000_000) }
        let (result, logs) = await Self.run(plugin, "s1", #"{"mode":"approve","minApproverNum":2}"#)
        #expect(result == StageResult(.success, nil))
        #expect(logs == ["INFO approved by amy, bob"])
      }
    }
  }

  @Test func aCrashIsAFailure() async throws {
    try await Hosting.withOptions { options in
      try await PluginHost.run([Hosting.plugin()], options) { host in
        guard let plugin = host.plugins.first else { return }
        let (result, _) = await Self.run(plugin, "s1", #"{"mode":"crash"}"#)
        #expect(result.status == .failure)
        #expect(result.reason == "the plugin 'example' ended with status 3: fatal: the example crashes")
        #expect(result.output.count == 2 && result.output.last == "fatal: the example crashes")
        let (again, _) = await Self.run(plugin, "s2", "{}")
        #expect(again == result)
      }
    }
  }

  /// It ignores the end of its call and SIGTERM, and its child has left the process group.
  @Test func nothingIsLeftOfAStubbornPlugin() async throws {
    try await Hosting.withOptions { options in
      var options = options
      options.grace = .milliseconds(100)
      options.logDrain = .milliseconds(100)
      let child = try await PluginHost.run([Hosting.plugin()], options) { host -> pid_t? in
        guard let plugin = host.plugins.first else { return nil }
        let (words, continuation) = AsyncStream.makeStream(of: String.self)
        let task = Task {
          await plugin.execute(Samples.input(stage: "EXAMPLE", config: #"{"mode":"stubborn"}"#)) {
            continuation.yield($0.log)
          }
        }
        var child: pid_t?
        for await word in words {
          child = word.split(separator: " ").last.flatMap { pid_t($0) }
          break
        }
        task.cancel()
        #expect(await task.value == StageResult(.cancelled, nil))
        return child
      }
      let number = try #require(child)
      #expect(!Self.isAlive(number))
    }
  }

  /// Whether a process runs; one that has ended and was not waited for does not.
  private static func isAlive(_ process: pid_t) -> Bool {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8) else { return false }
    return !status.contains(") Z ") && !status.contains(") X ")
  }

  @Test func pluginsThatDoNotStart() async throws {
    try await Hosting.withOptions { options in
      let failure = await #expect(throws: PluginFailure.self) {
        // The other one is ended with it.
        try await PluginHost.run([Hosting.plugin("fine"), Hosting.plugin(mode: "crash")], options) { _ in
          Issue.record("the plugins run")
        }
      }
      #expect(
        failure?.message
          == "the plugin 'example' ended with status 1 before it was ready: the example does not start")
    }
  }

  @Test func pluginsThatAreNeverReady() async throws {
    try await Hosting.withOptions { options in
      var options = options
      options.readiness = .milliseconds(300)
      let failure = await #expect(throws: PluginFailure.self) {
        try await PluginHost.run([Hosting.plugin(mode: "never-ready")], options) { _ in Issue.record("it runs") }
      }
      let message = try #require(failure?.message)
      #expect(message.hasPrefix("the plugin 'example' does not answer on port "), "\(message)")
      #expect(message.contains(" after 0.3 s"), "\(message)")
    }
  }

  /// A plugin that does not read which port it is given.
  @Test func pluginsThatListenElsewhere() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-elsewhere-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let program = """
      #!/usr/bin/python3
      import socket, time
      server = socket.socket()
      server.bind(("127.0.0.1", 0))
      server.listen()
      print(server.getsockname()[1], flush=True)
      time.sleep(1000)

      """
    try program.write(toFile: "\(folder)/plugin", atomically: true, encoding: .utf8)
    try "#!/bin/sh\npython3 '\(folder)/plugin' \"$@\"\n".write(
      toFile: "\(folder)/wrapper", atomically: true, encoding: .utf8)
    try await Hosting.withOptions { options in
      var options = options
      let lines = Collected<String>()
      options.onOutput = { lines.add($1) }
      options.readiness = .seconds(1)
      var message = ""
      // It must have come to listen meanwhile, on a machine that is busy.
      for _ in 0..<4 where lines.all.isEmpty {
        let failure = await #expect(throws: PluginFailure.self) {
          try await PluginHost.run([.init(name: "p", url: "\(folder)/wrapper")], options) { _ in }
        }
        message = failure?.message ?? ""
        options.readiness *= 3
      }
      let port = try #require(lines.all.last)
      #expect(message.contains(" s, but listens on \(port); its last line: \(port)"), "\(message)")
    }
  }

  @Test func aCancelledStartLeavesNothing() async throws {
    try await Hosting.withOptions { options in
      var options = options
      let (words, continuation) = AsyncStream.makeStream(of: String.self)
      options.onOutput = { _, line in continuation.yield(line) }
      let task = Task { [options] in
        try await PluginHost.run([Hosting.plugin(mode: "never-ready")], options) { _ in Issue.record("it runs") }
      }
      for await word in words where word == "never ready" { break }
      task.cancel()
      let result = await task.result
      #expect(throws: PluginFailure.self) { try result.get() }
    }
  }

  @Test func theLastPluginOwnsAStage() async throws {
    try await Hosting.withOptions { options in
      let lines = Collected<String>()
      var options = options
      options.onOutput = { plugin, line in lines.add("\(plugin): \(line)") }
      var second = Hosting.plugin("second")
      second.config = #"{"a":[1,"<&>"]}"#
      second.deployTargets = [.init(name: "dev", labels: ["b": "2", "a": "1"], config: "{}"), .init(name: "prod")]
      try await PluginHost.run([Hosting.plugin("first"), second], options) { host in
        #expect(host.plugins.map(\.name) == ["first", "second"])
        #expect(host.plugin(forStage: "EXAMPLE")?.name == "second")
        #expect(host.disputedStages == ["EXAMPLE"])
      }
      let line = try #require(lines.all.first { $0.hasPrefix("second: ready with ") })
      #expect(
        line.replacing(/"port": \d+/, with: "\"port\": N")
          == "second: ready with {\"config\": {\"a\": [1, \"<&>\"]}, \"deployTargets\": [{\"config\": {}, "
          + "\"labels\": {\"a\": \"1\", \"b\": \"2\"}, \"name\": \"dev\"}, {\"config\": null, \"name\": \"prod\"}], "
          + "\"name\": \"second\", \"port\": N, \"url\": \"\(Hosting.url)\"}")
    }
  }
}
