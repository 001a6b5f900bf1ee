import Foundation
import Interpreter
import Planner
import Synchronization
import Testing

@Suite struct JournalTests {
  private func inFolder(_ body: (RunArchive) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pipec-test-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try await body(RunArchive(root: folder.path + "/runs", limit: 3))
  }

  private func plan(_ image: String = "golang:1") -> Plan {
    var steps = [
      step("build"), step("db", role: .service), step("test", environment: [.init("TOKEN", .secret("tok"))]),
      step("publish"),
    ]
    steps[0].image = image
    var pipeline = serial("default", steps)
    pipeline.workspace.hostPath = "/project"
    return Plan(pipelines: [pipeline])
  }

  private func run(
    _ plan: Plan, _ name: String, in archive: RunArchive, script: [String: DummyScript.Step] = [:],
    resume: ResumePoint? = nil
  ) async -> (outcome: RunOutcome, started: [String]) {
    let backend = DummyBackend(DummyScript(script))
    let journal = Journal(in: archive, run: name, plan: plan, subject: "/project/.drone.yml") { Issue.record("\($0)") }
    let outcome = await Interpreter.run(
      plan: plan, options: RunOptions(resume: resume, run: name), backend: backend,
      secrets: SecretProvider([.table([("tok", "hunter2")])]), readers: [journal])
    return (outcome, backend.journal.filter { $0.hasPrefix("start ") })
  }

  @Test func aFailedRunIsResumedWhereItFailed() async throws {
    try await inFolder { archive in
      let script = ["test": DummyScript.Step(output: ["hunter2\n"], end: .exited(code: 1))]
      let first = await run(plan(), "20260101-000000-aaaa", in: archive, script: script)
      #expect(first.started == ["start build", "start db", "start test"])
      let point = try #require(archive.lastResumePoint(of: "/project/.drone.yml"))
      #expect(archive.lastResumePoint(of: "/other") == nil)
      let second = await run(plan(), "20260101-000001-aaaa", in: archive, resume: point)
      #expect(second.started == ["start db", "start test", "start publish"])
      #expect(second.outcome.status == .success)
      #expect(second.outcome.pipelines.first?.steps.first?.message == "it succeeded in run 20260101-000000-aaaa")
      // The second run knows what the first has done, too.
      let again = archive.lastResumePoint(of: "/project/.drone.yml")
      let third = await run(plan(), "20260101-000002-aaaa", in: archive, resume: again)
      #expect(third.started == ["start db"])
      // A step that is planned differently runs again, and all that need it.
      let changed = await run(plan("golang:2"), "20260101-000003-aaaa", in: archive, resume: again)
      #expect(changed.started == ["start build", "start db", "start test", "start publish"])
      #expect(archive.runs == ["20260101-000001-aaaa", "20260101-000002-aaaa", "20260101-000003-aaaa"])
    }
  }

  @Test func withoutAFolderNothingCanBeResumed() async throws {
    try await inFolder { archive in
      var plan = plan()
      plan.pipelines[0].workspace.hostPath = nil
      _ = await run(plan, "20260101-000000-aaaa", in: archive)
      let backend = DummyBackend()
      let recorder = Recorder()
      _ = await Interpreter.run(
        plan: plan, options: RunOptions(resume: archive.lastResumePoint(of: "/project/.drone.yml")), backend: backend,
        readers: [recorder])
      #expect(backend.journal.contains("start build"))
      #expect(recorder.notices.count == 1)
    }
  }

  @Test func nothingSecretIsWrittenDown() async throws {
    try await inFolder { archive in
      let script = ["test": DummyScript.Step(output: ["hunter2\n"])]
      _ = await run(plan(), "20260101-000000-aaaa", in: archive, script: script)
      let folder = archive.root + "/20260101-000000-aaaa"
      let names = try FileManager.default.contentsOfDirectory(atPath: folder)
      #expect(names.sorted() == ["events.jsonl", "owner", "run.json", "subject", "succeeded"])
      for name in names {
        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
        #expect(!text.contains("hunter2"))
        for line in name == "events.jsonl" ? text.split(separator: "\n") : [] {
          #expect(try JSONSerialization.jsonObject(with: Data(line.utf8)) is [String: Any])
        }
      }
      let events = try String(contentsOfFile: "\(folder)/events.jsonl", encoding: .utf8)
      #expect(events.contains(#""text":"******""#))
      #expect(events.contains(#""event":"run-ended""#))
    }
  }

  /// The disk is full: one warning, and the run goes on.
  @Test func aJournalThatCannotBeWrittenIsSaidOnce() async {
    let warnings = Mutex<[String]>([])
    let archive = RunArchive(root: "/dev/null/runs")
    let journal = Journal(in: archive, run: "r", plan: plan(), subject: "/x") { text in
      warnings.withLock { $0.append(text) }
    }
    let outcome = await Interpreter.run(plan: plan(), backend: DummyBackend(), readers: [journal])
    #expect(outcome.status == .success)
    #expect(warnings.withLock { $0.count } == 1)
  }

  /// What belongs to a process that still runs, or to somebody else, is not swept up.
  @Test func runsThatStillGoOnAreAlive() async throws {
    try await inFolder { archive in
      _ = await run(plan(), "20260101-000000-aaaa", in: archive)
      #expect(archive.isAlive(run: "20260101-000000-aaaa"))
      #expect(archive.isAlive(run: "20260101-000000-aaaa-2"))
      #expect(archive.isAlive(run: "20260101-000000-bbbb"))
      let owner = archive.root + "/20260101-000000-aaaa/owner"
      try "1 0".write(toFile: owner, atomically: false, encoding: .utf8)
      #expect(!archive.isAlive(run: "20260101-000000-aaaa"))
      #expect(!archive.isAlive(run: "20260101-000000-aaaa-2"))
    }
  }

  /// A step that writes without end does not fill the disk.
  @Test func muchOutputIsNotWrittenDown() async throws {
    try await inFolder { archive in
      let script = DummyScript(["build": DummyScript.Step(output: [String(repeating: "a line\n", count: 1000)])])
      let journal = Journal(in: archive, run: "20260101-000000-aaaa", plan: plan(), subject: "/x", outputLimit: 60) {
        Issue.record("\($0)")
      }
      _ = await Interpreter.run(plan: plan(), backend: DummyBackend(script), readers: [journal])
      let events = try String(
        contentsOfFile: archive.root + "/20260101-000000-aaaa/events.jsonl", encoding: .utf8)
      #expect(events.components(separatedBy: #""text":"a line""#).count == 11)
      #expect(events.components(separatedBy: "not written down any further").count == 2)
      #expect(events.contains(#""event":"run-ended""#))
    }
  }

  @Test func theUsersFolder() {
    let at = { (variables: [String: String]) in RunArchive.standard { variables[$0] }?.root }
    #expect(at(["XDG_STATE_HOME": "/s", "HOME": "/h"]) == "/s/pipec/runs")
    #expect(at(["XDG_STATE_HOME": "relative", "HOME": "/h"]) == "/h/.local/state/pipec/runs")
    #expect(at([:]) == nil)
  }
}
