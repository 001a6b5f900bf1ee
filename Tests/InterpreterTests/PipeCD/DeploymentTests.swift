import IR
import Interpreter
import Planner
import Testing

/// Deployments as piped runs them (§5.5, §5.6, §8.3 of the reference), with the stages that pipec itself runs.
@Suite struct DeploymentTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var stages: [String]
    var head = ""
    var planner = "alwaysUsePipeline: true"
    var script: [String: DummyScript.Step] = [:]
    var lines: [String]?
    var approvals: [String: [String]] = [:]
    var skips: [String: String] = [:]
    var stubs: [String: Bool] = [:]
    var cancelsAt: String?
    var isV0 = false
    var expected: String

    var yaml: String {
      let list = stages.map { "      - {name: \($0)}\n" }.joined()
      let kind = isV0 ? "KubernetesApp" : "Application"
      return
        "apiVersion: pipecd.dev/v1beta1\nkind: \(kind)\nspec:\n  name: shop\n\(head)  planner: {\(planner)}\n"
        + "  pipeline:\n    stages:\n\(list)"
    }
  }

  private static let analysis =
    "ANALYSIS, with: {duration: 9m, https: [{url: 'http://localhost:1', expectedCode: 200, interval: 1m}]}"

  static let rows: [Row] = [
    Row(
      testDescription: "all stages in order", stages: ["WAIT, with: {duration: 1s}", "SCRIPT_RUN, with: {run: a}"],
      expected: "WAIT SUCCESS, SCRIPT_RUN SUCCESS; SUCCESS"),
    Row(
      testDescription: "the wait plugin refuses no duration", stages: ["WAIT"],
      expected: "WAIT FAILURE: duration must be greater than 0; FAILURE: Failed while executing stage stage-0"),
    Row(
      testDescription: "piped v0 waits a minute then", stages: ["WAIT"], isV0: true,
      expected: "WAIT SUCCESS; SUCCESS"),
    Row(
      testDescription: "a script that fails is rolled back, the first one first",
      stages: [
        "SCRIPT_RUN, with: {run: a, onRollback: b}", "SCRIPT_RUN, with: {run: c, onRollback: d}",
        "WAIT, with: {duration: 1s}", "SCRIPT_RUN, with: {run: e, onRollback: f}",
      ],
      script: ["SCRIPT_RUN #1": .exit(3)],
      expected: "SCRIPT_RUN #0 SUCCESS, SCRIPT_RUN #1 FAILURE 3, WAIT SKIPPED: SCRIPT_RUN #1 failed, "
        + "SCRIPT_RUN #3 SKIPPED: SCRIPT_RUN #1 failed, SCRIPT_RUN_ROLLBACK #0 SUCCESS, "
        + "SCRIPT_RUN_ROLLBACK #1 SUCCESS, SCRIPT_RUN_ROLLBACK #3 SKIPPED: stage-3 was not started; "
        + "FAILURE: Failed while executing stage stage-1"),
    Row(
      testDescription: "a rollback that fails does not keep the next one from running, and changes nothing",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", "SCRIPT_RUN, with: {run: c, onRollback: d}"],
      script: ["SCRIPT_RUN #1": .exit(1), "SCRIPT_RUN_ROLLBACK #0": .exit(4)],
      expected: "SCRIPT_RUN #0 SUCCESS, SCRIPT_RUN #1 FAILURE, SCRIPT_RUN_ROLLBACK #0 FAILURE 4, "
        + "SCRIPT_RUN_ROLLBACK #1 SUCCESS; FAILURE: Failed while executing stage stage-1"),
    Row(
      testDescription: "a stage has its own time",
      stages: ["WAIT, timeout: 5m, with: {duration: 2h}", "WAIT, with: {duration: 1s}"],
      expected: "WAIT #0 FAILURE: it took longer than 5 min 0 s, WAIT #1 SKIPPED: WAIT #0 failed; "
        + "FAILURE: Timed out while executing stage stage-0"),
    Row(
      testDescription: "and no more than the deployment", stages: ["WAIT, with: {duration: 2h}"],
      head: "  timeout: 10m\n",
      expected: "WAIT FAILURE: it took longer than 10 min 0 s; FAILURE: Timed out while executing stage stage-0"),
    Row(
      testDescription: "cancelling stops the stage and rolls back",
      stages: [
        "SCRIPT_RUN, with: {run: a, onRollback: b}", "WAIT, with: {duration: 2h}", "SCRIPT_RUN, with: {run: c}",
      ],
      cancelsAt: "WAIT",
      expected: "SCRIPT_RUN #0 SUCCESS, WAIT CANCELLED, SCRIPT_RUN #2 SKIPPED: interrupted by SIGINT, "
        + "SCRIPT_RUN_ROLLBACK SUCCESS; CANCELLED: Cancelled by amy while executing stage stage-1"),
    Row(
      testDescription: "cancelling while it rolls back stops nothing",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", "SCRIPT_RUN, with: {run: c, onRollback: d}"],
      script: ["SCRIPT_RUN #1": .exit(1)], cancelsAt: "SCRIPT_RUN_ROLLBACK #0",
      expected: "SCRIPT_RUN #0 SUCCESS, SCRIPT_RUN #1 FAILURE, SCRIPT_RUN_ROLLBACK #0 SUCCESS, "
        + "SCRIPT_RUN_ROLLBACK #1 SUCCESS; FAILURE: Failed while executing stage stage-1"),
    Row(
      testDescription: "a stage is passed over by the message of the commit",
      stages: ["WAIT, skipOn: {commitMessagePrefixes: [\"skip:\"]}", "WAIT, with: {duration: 1s}"],
      expected: "WAIT #0 SKIPPED: the commit message begins with \"skip:\", WAIT #1 SUCCESS; SUCCESS"),
    Row(
      testDescription: "a stub needs no plugin and may fail",
      stages: ["K8S_CANARY_ROLLOUT", "WAIT, with: {duration: 1s}", "K8S_PRIMARY_ROLLOUT"],
      stubs: ["K8S_CANARY_ROLLOUT": true, "stage-2": false],
      expected: "K8S_CANARY_ROLLOUT SUCCESS: taken to succeed (--stub), WAIT SUCCESS, "
        + "K8S_PRIMARY_ROLLOUT FAILURE: it is taken to fail (--stub), "
        + "K8S_ROLLBACK SUCCESS: what it would undo was only taken to be done; "
        + "FAILURE: Failed while executing stage stage-2"),
    Row(
      testDescription: "v0 rolls scripts back after the platform",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", "K8S_PRIMARY_ROLLOUT"],
      stubs: ["K8S_PRIMARY_ROLLOUT": false], isV0: true,
      expected: "SCRIPT_RUN SUCCESS, K8S_PRIMARY_ROLLOUT FAILURE: it is taken to fail (--stub), "
        + "ROLLBACK SUCCESS: what it would undo was only taken to be done, SCRIPT_RUN_ROLLBACK SUCCESS; "
        + "FAILURE: Failed while executing stage stage-1"),
    Row(
      testDescription: "without autoRollback nothing is rolled back but onRollback",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", "K8S_SYNC"],
      planner: "alwaysUsePipeline: true, autoRollback: false", stubs: ["K8S_SYNC": false],
      expected: "SCRIPT_RUN SUCCESS, K8S_SYNC FAILURE: it is taken to fail (--stub), SCRIPT_RUN_ROLLBACK SUCCESS; "
        + "FAILURE: Failed while executing stage stage-1"),
    Row(
      testDescription: "as many different people as it needs approve",
      stages: ["WAIT_APPROVAL, with: {approvers: [amy, bob, eve], minApproverNum: 2}"],
      lines: ["bob", "bob", "carl", "approve"],
      expected: "WAIT_APPROVAL SUCCESS: approved by bob, amy; SUCCESS"),
    Row(
      testDescription: "anybody may approve", stages: ["WAIT_APPROVAL"], lines: ["what", "yes"], isV0: true,
      expected: "WAIT_APPROVAL SUCCESS: approved by amy; SUCCESS"),
    Row(
      testDescription: "approvals that were given before count",
      stages: ["WAIT_APPROVAL, with: {approvers: [amy, bob], minApproverNum: 2}"],
      lines: ["bob"], approvals: ["stage-0": ["amy"]],
      expected: "WAIT_APPROVAL SUCCESS: approved by amy, bob; SUCCESS"),
    Row(
      testDescription: "all approvals at once",
      stages: ["WAIT_APPROVAL, with: {approvers: [amy, bob, eve], minApproverNum: 2}"],
      approvals: ["stage-0": []], expected: "WAIT_APPROVAL SUCCESS: approved by amy, bob; SUCCESS"),
    Row(
      testDescription: "at the terminal the deployment can be cancelled",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", "WAIT_APPROVAL, with: {approvers: [amy]}"],
      lines: ["cancel"],
      expected: "SCRIPT_RUN SUCCESS, WAIT_APPROVAL CANCELLED: cancelled at the terminal, SCRIPT_RUN_ROLLBACK SUCCESS; "
        + "CANCELLED: Cancelled by amy while executing stage stage-1"),
    Row(
      testDescription: "nobody can be asked", stages: ["WAIT_APPROVAL, with: {approvers: [amy]}"],
      expected: "WAIT_APPROVAL FAILURE: nobody can be asked here (--approve stage-0); "
        + "FAILURE: Failed while executing stage stage-0"),
    Row(
      testDescription: "the plugin wants approvers", stages: ["WAIT_APPROVAL"], lines: ["yes"],
      expected: "WAIT_APPROVAL FAILURE: approvers must be set; FAILURE: Failed while executing stage stage-0"),
    Row(
      testDescription: "an analysis without checks does not wait", stages: ["ANALYSIS, with: {duration: 2h}"],
      expected: "ANALYSIS SUCCESS: there is nothing to check; SUCCESS"),
    // §4.4: people may skip an analysis; §5.5: a skipped stage is followed by the next one.
    Row(
      testDescription: "an analysis is skipped beforehand", stages: [analysis, "WAIT, with: {duration: 1s}"],
      skips: ["stage-0": "bob"], expected: "ANALYSIS SKIPPED: skipped by bob, WAIT SUCCESS; SUCCESS"),
    Row(
      testDescription: "an analysis is skipped at the terminal", stages: [analysis, "WAIT, with: {duration: 1s}"],
      lines: ["what", "skip"], expected: "ANALYSIS SKIPPED: skipped by amy, WAIT SUCCESS; SUCCESS"),
    Row(
      testDescription: "the same of v0", stages: [analysis], lines: ["skip"], isV0: true,
      expected: "ANALYSIS SKIPPED: skipped by amy; SUCCESS"),
    Row(
      testDescription: "an analysis is where somebody cancels",
      stages: ["SCRIPT_RUN, with: {run: a, onRollback: b}", analysis], lines: ["cancel"],
      expected: "SCRIPT_RUN SUCCESS, ANALYSIS CANCELLED: cancelled at the terminal, SCRIPT_RUN_ROLLBACK SUCCESS; "
        + "CANCELLED: Cancelled by amy while executing stage stage-1"),
  ]

  @Test(arguments: rows) func deploys(_ row: Row) async throws {
    var request = DeploymentRequest()
    request.context.commit.message = "skip: it"
    let run = try await DeploymentRun(
      row.yaml, script: row.script, request: request, clock: TestClock(yields: 200), cancelsAt: row.cancelsAt
    ) { options in
      options.approvals = row.approvals
      options.stubs = row.stubs
      options.skips = row.skips
      options.transport = SilentTransport()
      if let lines = row.lines { options.prompter = TypedLines(lines) }
    }
    #expect(run.text == row.expected)
  }

  /// Who is asked whether to skip an analysis is not asked any more when it is over.
  @Test func questionsAreWithdrawn() async throws {
    let run = try await DeploymentRun(
      rowNamed("an analysis is skipped beforehand").yaml.replacing("interval: 1m", with: "interval: 10m"),
      clock: TestClock(yields: 200)
    ) { $0.prompter = Thinking() }
    #expect(run.text == "ANALYSIS SUCCESS, WAIT SUCCESS; SUCCESS")
    let words = run.recorder.events.compactMap { event -> String? in
      switch event.kind {
      case .asked(_, let question): question
      case .answered(_, let text): text
      case .stepEnded(let step, _, _): "\(step.name) ended"
      default: nil
      }
    }
    #expect(
      words == ["skip ANALYSIS while it runs? [skip/cancel]", "the stage is over", "ANALYSIS ended", "WAIT ended"])
  }

  /// The exit status follows: success, failure, and the signal.
  @Test func exitStatus() async throws {
    let good = rowNamed("all stages in order")
    #expect(try await DeploymentRun(good.yaml).outcome.exitStatus == 0)
    let bad = rowNamed("the wait plugin refuses no duration")
    #expect(try await DeploymentRun(bad.yaml).outcome.exitStatus == 1)
    let stopped = rowNamed("cancelling stops the stage and rolls back")
    let run = try await DeploymentRun(stopped.yaml, clock: TestClock(yields: 200), cancelsAt: stopped.cancelsAt)
    #expect(run.outcome.exitStatus == 130)
  }

  private func rowNamed(_ name: String) -> Row { Self.rows.first { $0.testDescription == name } ?? Self.rows[0] }
}

/// A server that never answers.
private struct SilentTransport: AnalysisTransport {
  func send(_ request: AnalysisRequest) async -> Result<AnalysisAnswer, AnalysisSendFailure> {
    await untilCancelled()
    return .failure(AnalysisSendFailure("cancelled"))
  }
}

/// Somebody who never answers.
private struct Thinking: Prompter {
  func answer() async -> String? {
    await untilCancelled()
    return nil
  }
}

private func untilCancelled() async {
  let (words, continuation) = AsyncStream.makeStream(of: Void.self)
  defer { continuation.finish() }
  for await _ in words {}
}

/// Somebody who types these lines and then goes away.
private actor TypedLines: Prompter {
  private var lines: [String]

  init(_ lines: [String]) { self.lines = lines }

  func answer() async -> String? { lines.isEmpty ? nil : lines.removeFirst() }
}
