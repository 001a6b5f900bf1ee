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
    ("tag", build("tag", branch: "") { $0.commit.ref = "refs/tags/v1.0.0"; $0.build.action = "create" }),
    ("pull_request", build("pull_request", branch: "main") { $0.commit.ref = "refs/pull/1/head"; $0.build.action = "opened" }),
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

  @Test(arguments: builds.map(\.table))
  func everyFile(_ table: String) throws {
    guard let rows = Corpus.table("oracle/drone.plan-\(table).tsv"), let root = Corpus.root else { return }
    let context = try #require(ServerOracle.builds.first { $0.table == table }).context
    var differences: [String] = []
    for row in rows {
      guard let file = row["file"], let bytes = FileManager.default.contents(atPath: root.appendingPathComponent(file).path)
      else { continue }
      let source = Source(id: SourceID(0), name: file, bytes: Array(bytes))
      let schedule = DroneSchedule(DroneLoader.loadAsWritten(source), in: context)
      let expected = [row["result"] ?? "", row["stages"] ?? "", row["skipped"] ?? ""].joined(separator: " | ")
      let actual = describe(schedule)
      if expected != actual { differences.append("\(file)\n  expected \(expected)\n  actual   \(actual)") }
    }
    print("\(table): \(rows.count - differences.count) of \(rows.count) files agree")
    #expect(differences.isEmpty, "\(differences.prefix(400).joined(separator: "\n"))")
  }

  private func describe(_ schedule: DroneSchedule) -> String {
    let skipped = schedule.skipped.map { "\($0.name): \($0.subject?.rawValue ?? "")" }.joined(separator: "; ")
    switch schedule.outcome {
    case .skip: return "skip: no matching pipelines |  | \(skipped)"
    case .refused(let problems):
      return "error: \(problems.contains { !$0.upstream.hasPrefix("linter:") } ? "parse" : "lint") |  | "
    case .build:
      let stages = schedule.stages.map { stage in
        "\(stage.name)[\(stage.isWaiting ? "waiting<-\(stage.dependsOn.joined(separator: "+"))" : "pending")]"
      }
      return "build | \(stages.joined(separator: " ")) | \(skipped)"
    }
  }
}
