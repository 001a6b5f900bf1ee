import Diagnostics
import Foundation
import IR
import Parser
import Planner
import TestSupport
import Testing

/// What the real server creates for every file of the corpus, in eight builds.
@Suite struct ServerOracle {
  private static let builds: [(table: String, context: Context)] = [
    ("push-master", build("push", branch: "master")),
    ("push-main", build("push", branch: "main")),
    ("push-main-untrusted", build("push", branch: "main") { $0.repository.isTrusted = false }),
    ("push-feature", build("push", branch: "feature/x")),
    (
      "tag",
      build("tag", branch: "") {
        $0.commit.ref = "refs/tags/v1.0.0"
        $0.build.action = "create"
      }
    ),
    (
      "pull_request",
      build("pull_request", branch: "main") {
        $0.commit.ref = "refs/pull/1/head"
        $0.build.action = "opened"
      }
    ),
    ("cron", build("cron", branch: "main") { $0.build.cron = "nightly" }),
    ("promote", build("promote", branch: "main") { $0.build.deployTo = "production" }),
  ]

  private static func build(
    _ event: String, branch: String, _ change: (inout Context) -> Void = { _ in }
  ) -> Context {
    context(event: event, branch: branch) {
      $0.repository.slug = "octocat/hello-world"
      change(&$0)
    }
  }

  /// Parts of the names of files that are planned otherwise than the table has it, and why.
  private static let explained: [(part: String, why: String)] = [
    ("starlark.template.yml", "a template is replaced before the server parses; the table's server has none"),
    ("testdata__resources__golang.yaml", "a template, as before"),
    ("testdata__resources__node.yaml", "a template, as before"),
    ("drone__spec__samples__template.yaml", "a template, as before"),
    ("signer__testdata__missing_signature.yml", "a list under `pipeline` becomes a step without name and image"),
    ("signer__testdata__signed.yml", "a list under `pipeline`, as before"),
  ]

  @Test(arguments: builds.map(\.table))
  func everyFile(_ table: String) throws {
    guard let rows = Corpus.table("oracle/drone.plan-\(table).tsv"), let root = Corpus.root else { return }
    let context = try #require(ServerOracle.builds.first { $0.table == table }).context
    var differences: [String] = []
    var explained = 0
    for row in rows {
      guard let file = row["file"],
        let bytes = FileManager.default.contents(atPath: root.appendingPathComponent(file).path)
      else { continue }
      let source = Source(id: SourceID(0), name: file, bytes: Array(bytes))
      let program = DroneLoader.loadAsWritten(source)
      let schedule = DroneSchedule(program, in: context)
      let expected = [row["result"] ?? "", row["stages"] ?? "", row["skipped"] ?? ""].joined(separator: " | ")
      let actual = describe(schedule, isConverted: program.isConverted)
      let isExplained = ServerOracle.explained.contains { file.contains($0.part) }
      explained += isExplained ? 1 : 0
      #expect(!isExplained || expected != actual, "\(file) agrees and needs no explanation")
      if expected != actual, !isExplained {
        differences.append("\(file)\n  expected \(expected)\n  actual   \(actual)")
      }
    }
    print(
      "\(table): \(rows.count - differences.count - explained) of \(rows.count) files agree, \(explained) explained")
    #expect(differences.isEmpty, "\(differences.prefix(400).joined(separator: "\n"))")
  }

  private func describe(_ schedule: DroneSchedule, isConverted: Bool) -> String {
    let skipped = schedule.skipped.map { "\($0.name): \($0.subject?.rawValue ?? "")" }.joined(separator: "; ")
    switch schedule.outcome {
    case .skip: return "skip: no matching pipelines |  | \(skipped)"
    case .refused(let problems):
      let isLint = problems.allSatisfy { $0.upstream.hasPrefix("linter:") }
      return "error: \(isConverted ? "convert" : isLint ? "lint" : "parse") |  | "
    case .build:
      let stages = schedule.stages.map { stage in
        "\(stage.name)[\(stage.isWaiting ? "waiting<-\(stage.dependsOn.joined(separator: "+"))" : "pending")]"
      }
      return "build | \(stages.joined(separator: " ")) | \(skipped)"
    }
  }
}
