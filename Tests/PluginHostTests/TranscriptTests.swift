import Foundation
import Glibc
import TestSupport
import Testing

@testable import PluginHost

/// What the real plugins `wait` and `scriptrun` of PipeCD said to a driver that played piped
/// (`oracle/cases/pipecd-plugins.txt`), said again by a plugin that refuses what they refuse.
@Suite(.enabled(if: Hosting.isPossible)) struct TranscriptTests {
  private static let path = "oracle/cases/pipecd-plugins.txt"

  /// One question and what came of it.
  private struct Conversation {
    var words: [Substring]
    var isRollback: Bool
    /// Which stage had begun before.
    var hasStarted: Bool
    /// What is asked for beside the words: the JSON of a stage.
    var config: String
    var lines: [[String: Any]]
  }

  private static func conversations(_ program: String, _ command: String) -> [Conversation]? {
    guard let file = Corpus.file(path) else { return nil }
    var result: [Conversation] = []
    for block in file.text.split(separator: "## ") {
      let lines = block.split(separator: "\n")
      guard let head = lines.first, head.contains("\(program) \(command)") else { continue }
      let words = head.split(separator: " ", omittingEmptySubsequences: false)
      guard let start = words.firstIndex(of: Substring(command)) else { continue }
      // After the command comes the name of the stage, and all the rest is its configuration.
      let config = words.dropFirst(start + 2).joined(separator: " ")
      let objects = lines.dropFirst().filter { $0.hasPrefix("{") }.compactMap {
        (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
      }
      result.append(
        Conversation(
          words: Array(words[start...]), isRollback: words.contains("-rollback"), hasStarted: words.contains("-meta"),
          config: config, lines: objects))
    }
    return result
  }

  private static func plugin(_ program: String, extra: String = "") -> PluginConfiguration? {
    guard let file = Corpus.file(path) else { return nil }
    let program = "\"program\":\"pipecd-plugin-\(program)\""
    return PluginConfiguration(
      name: "x", url: "file://" + Repository.url("Tests/PluginHostTests/Fixtures/replay.py").path,
      config: "{\"transcripts\":\"\(file.url.path)\",\(program)\(extra)}")
  }

  private static func hosted(
    _ program: String, _ body: @escaping @Sendable (PluginHost, HostedPlugin) async -> Void
  ) async throws {
    guard let plugin = plugin(program) else { return }
    try await Hosting.withOptions { options in
      try await PluginHost.run([plugin], options) { host in
        guard let hosted = host.plugins.first else { return }
        await body(host, hosted)
      }
    }
  }

  @Test(arguments: [("wait", 12), ("scriptrun", 19)]) func stagesRunAsRecorded(_ program: String, _ least: Int)
    async throws
  {
    try await Self.hosted(program) { host, plugin in
      let conversations = Self.conversations(program, "execute") ?? []
      #expect(conversations.count >= least)
      for (number, conversation) in conversations.enumerated() {
        let name = String(conversation.words[1])
        var input = Samples.input(stage: name, id: "s\(number)", config: conversation.config)
        input.deployment?.id = "d\(number)"
        input.stage?.rollback = conversation.isRollback
        if conversation.hasStarted {
          // A deployment remembers for its plugins what their earlier stages have put.
          var earlier = Samples.input(stage: "SCRIPT_RUN", id: "s", config: #"{"run":"pwd"}"#)
          earlier.deployment?.id = "d\(number)"
          #expect(await plugin.execute(earlier) { _ in }.status == .success)
        }
        let logs = Collected<String>()
        let result = await plugin.execute(input) { logs.add("\($0.severity) \($0.log)") }
        let expected = conversation.lines.compactMap { line -> String? in
          guard let log = line["log"] as? [String: Any] else { return nil }
          return "\(log["severity"] ?? "") \(log["log"] ?? "")"
        }
        let status = (conversation.lines.last?["response"] as? [String: Any])?["status"] as? String
        #expect(logs.all == expected, "\(conversation.words)")
        #expect(result.status.description == status, "\(conversation.words): \(result)")
        let stored = conversation.lines.contains { $0["put-stage-metadata"] != nil }
        #expect(host.stageMetadata(deployment: "d\(number)", stage: "s\(number)").isEmpty != stored)
      }
    }
  }

  @Test(arguments: ["wait", "scriptrun"]) func stagesAreBuiltAsRecorded(_ program: String) async throws {
    try await Self.hosted(program) { host, plugin in
      do throws(PluginFailure) {
        for conversation in Self.conversations(program, "stages") ?? [] {
          #expect(plugin.stages == (conversation.lines.last?["response"] as? [String: Any])?["stages"] as? [String])
        }
        #expect(try await plugin.buildQuickSyncStages(rollback: true) == [])
        var input = PluginAPI.PlanPluginInput()
        input.deployment = Samples.deployment
        input.targetDeploymentSource = Samples.source
        #expect(try await plugin.determineVersions(input) == [])
        input.runningDeploymentSource = Samples.source
        #expect(try await plugin.determineStrategy(input) == nil)
        #expect(try await plugin.liveState(PluginAPI.GetLivestateRequest()) == nil)
      } catch {
        Issue.record(error)
      }
      for conversation in Self.conversations(program, "pipeline") ?? [] {
        let stages = conversation.words.dropFirst().enumerated().map { index, word in
          var stage = PluginAPI.StageConfig()
          let parts = word.split(separator: "=", maxSplits: 1)
          stage.name = String(parts[0])
          stage.index = Int32(index)
          stage.config = Array(parts[1].utf8)
          return stage
        }
        let last = conversation.lines.last ?? [:]
        do throws(PluginFailure) {
          let built = try await plugin.buildPipelineSyncStages(stages, rollback: conversation.isRollback)
          let expected = ((last["response"] as? [String: Any])?["stages"] as? [[String: Any]] ?? []).map {
            "\($0["name"] ?? "") \($0["index"] ?? 0) \($0["rollback"] as? Bool ?? false) \($0["availableOperation"] ?? "")"
          }
          #expect(built.map { "\($0.name) \($0.index) \($0.rollback) \($0.availableOperation)" } == expected)
        } catch {
          let text = (last["error"] as? String)?.firstRange(of: "desc = ").map { range in
            String((last["error"] as? String ?? "")[range.upperBound...])
          }
          #expect(error.message == "the plugin 'x' refused BuildPipelineSyncStages: \(text ?? "")")
        }
      }
    }
  }

  /// G07 and G08 of the reference: what the validator of every plugin says, and what follows it.
  @Test func requestsAreValidated() async throws {
    try await Self.hosted("wait") { _, plugin in
      let deployment =
        "ExecuteStageRequest.Input: embedded message failed validation | caused by: invalid ExecutePluginInput."
      let nested = "embedded message failed validation | caused by: invalid "
      let rows: [(String, @Sendable (inout PluginAPI.ExecutePluginInput) -> Void)] = [
        ("\(deployment)Stage: \(nested)PipelineStage.Id: value length must be at least 1 runes", { $0.stage?.id = "" }),
        ("\(deployment)Deployment: \(nested)Deployment.Trigger: value is required", { $0.deployment?.trigger = nil }),
        (
          "\(deployment)Deployment: \(nested)Deployment.GitPath: \(nested)ApplicationGitPath.Path: value does not match "
            + "regex pattern \"^[^/].+$\"", { $0.deployment?.gitPath?.path = "/abs" }
        ),
        (
          "\(deployment)Deployment: \(nested)Deployment.GitPath: \(nested)ApplicationGitPath.Path: value does not match "
            + "regex pattern \"^[^/].+$\"", { $0.deployment?.gitPath?.path = "a" }
        ),
        (
          "\(deployment)Deployment: \(nested)Deployment.Id: value length must be at least 1 runes",
          { $0.deployment?.id = "" }
        ),
      ]
      for (message, change) in rows {
        var input = Samples.input(stage: "WAIT", config: #"{"duration":"1s"}"#)
        change(&input)
        let result = await plugin.execute(input) { _ in }
        #expect(result.reason == "the plugin 'x' refused ExecuteStage: invalid request: invalid \(message)")
      }
      var input = Samples.input(stage: "WAIT", config: #"{"duration":"1s"}"#)
      input.targetDeploymentSource = nil
      let reason = await plugin.execute(input) { _ in }.reason
      #expect(
        reason?.hasSuffix("failed to decode application config: unsupported version: ") == true, "\(reason ?? "")")
    }
  }

  /// Some plugins have tools installed before they listen, which takes as long as it takes.
  @Test func toolsMayTakeTheirTime() async throws {
    let script = #"sleep 1.5; printf '#!/bin/sh\\n' > {{ .OutPath }}"#
    guard let plugin = Self.plugin("wait", extra: ",\"tool\":\"\(script)\"") else { return }
    try await Hosting.withOptions { options in
      var options = options
      let lines = Collected<String>()
      options.onOutput = { lines.add($1) }
      // Long enough for a start on a machine that is busy, and shorter than the start with the installation.
      options.readiness = .seconds(1)
      var names: [String] = []
      for _ in 0..<3 where names.isEmpty {
        names = (try? await PluginHost.run([plugin], options) { $0.plugins.map(\.name) }) ?? []
        options.readiness *= 4
      }
      #expect(names == ["x"])
      #expect(lines.all.contains("installed tool-1.0"))
    }
  }
}
