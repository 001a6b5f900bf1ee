import Interpreter
import Planner
import Synchronization
import Testing

/// Approvals and failures that wait for a person, retries of groups, rollbacks, limits, and what an interruption leaves.
@Suite struct HarnessAnswerTests {
  /// Says these lines one after the other, then nothing more.
  final class Lines: Prompter {
    private let lines: Mutex<[String]>
    /// Whether it goes on waiting when it has nothing to say.
    private let isPatient: Bool

    init(_ lines: [String], isPatient: Bool = false) {
      self.lines = Mutex(lines)
      self.isPatient = isPatient
    }

    func answer() async -> String? {
      if let line = lines.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { return line }
      if isPatient {
        let (stream, _) = AsyncStream<Void>.makeStream()
        for await _ in stream {}
      }
      return nil
    }
  }

  private static func pipeline(_ steps: String, more: String = "") -> String {
    "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: s, name: s, type: Custom, \(more)spec: {execution: {\(steps)}}}}]}"
  }

  private static func script(_ id: String, _ text: String = "x", more: String = "") -> String {
    "{step: {identifier: \(id), name: \(id), type: ShellScript, \(more)spec: {shell: Bash, source: {type: Inline, spec: {script: '\(text)'}}}}}"
  }

  private static let approval =
    "{step: {identifier: ok, name: ok, type: HarnessApproval, timeout: 1d, spec: {approvalMessage: 'deploy?', includePipelineExecutionHistory: true, approvers: {minimumCount: 1, disallowPipelineExecutor: false, userGroups: [g]}, approverInputs: [{name: WHERE, defaultValue: eu}]}}}"

  struct ApprovalRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var lines: [String]?
    var given: HarnessApprovalAnswer?
    var expected: String
    var said: String?
  }

  @Test(arguments: [
    ApprovalRow(
      testDescription: "approved at the terminal", lines: ["maybe", "approve", "us"],
      expected: "ok SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo us by me"),
    ApprovalRow(
      testDescription: "an empty line takes the default", lines: ["y", ""],
      expected: "ok SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo eu by me"),
    ApprovalRow(
      testDescription: "rejected at the terminal", lines: ["reject"],
      expected: "ok APPROVAL_REJECTED, say SKIPPED; s APPROVAL_REJECTED"),
    ApprovalRow(
      testDescription: "given beforehand",
      given: HarnessApprovalAnswer(isApproved: true, inputs: [.init("WHERE", .text("ap"))]),
      expected: "ok SUCCEEDED, say SUCCEEDED; s SUCCEEDED", said: "echo ap by me"),
    ApprovalRow(
      testDescription: "refused beforehand", given: HarnessApprovalAnswer(isApproved: false),
      expected: "ok APPROVAL_REJECTED, say SKIPPED; s APPROVAL_REJECTED"),
    ApprovalRow(testDescription: "nobody can be asked", expected: "ok EXPIRED, say SKIPPED; s EXPIRED"),
  ])
  func approvals(_ row: ApprovalRow) async throws {
    var options = HarnessRunOptions()
    options.person = "me"
    options.prompter = row.lines.map { Lines($0) }
    if let given = row.given { options.approvals["ok"] = given }
    let say = Self.script(
      "say", "echo <+steps.ok.output.approverInputs.WHERE> by <+approval.approvalActivities[0].user.name>")
    let run = try await HarnessRun(Self.pipeline("steps: [\(Self.approval), \(say)]"), options: options)
    #expect(run.text == row.expected)
    #expect(run.backend.command(of: "say")?.last == row.said)
  }

  @Test(
    arguments: [
      (["what", "retry", "ignore"], "a FAILED retry, a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
      (["success"], "a SUCCEEDED, b SUCCEEDED; s SUCCEEDED"), (["fail"], "a FAILED, b SKIPPED; s FAILED"),
      (["abort"], "a ABORTED; s ABORTED"), (["rollback"], "a FAILED, rollbackSteps.r SUCCEEDED; s FAILED"),
      ([], "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
    ] as [([String], String)])
  func interventions(_ lines: [String], _ expected: String) async throws {
    var options = HarnessRunOptions()
    options.prompter = Lines(lines, isPatient: true)
    let strategy =
      "failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: ManualIntervention, spec: {timeout: 10m, onTimeout: {action: {type: Ignore}}}}}}], "
    let steps =
      "steps: [\(Self.script("a", more: strategy)), \(Self.script("b"))], rollbackSteps: [\(Self.script("r"))]"
    let run = try await HarnessRun(
      Self.pipeline(steps), script: ["a": .exit(1)], options: options, clock: TestClock(yields: 2000))
    #expect(run.text == expected)
  }

  private static func on(_ action: String) -> String {
    "failureStrategies: [{onFailure: {errors: [AllErrors], action: \(action)}}], "
  }

  struct GroupRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var yaml: String
    var script: [String: DummyScript.Step]
    var expected: String
  }

  @Test(arguments: [
    GroupRow(
      testDescription: "RetryStepGroup runs the whole group again",
      yaml: pipeline(
        "steps: [{stepGroup: {identifier: g, name: g, \(on("{type: RetryStepGroup, spec: {retryCount: 2, retryIntervals: [10s]}}"))steps: [\(script("a")), \(script("b"))]}}]"
      ),
      script: ["b": DummyScript.Step(end: .exited(code: 1), again: [.exit(0)])],
      expected: "g.a SUCCEEDED, g.b FAILED, g.a SUCCEEDED, g.b SUCCEEDED, (g SUCCEEDED); s SUCCEEDED"),
    GroupRow(
      testDescription: "StepGroupRollback runs the group's rollback steps and no other",
      yaml: pipeline(
        "steps: [{stepGroup: {identifier: g, name: g, steps: [\(script("a", more: on("{type: StepGroupRollback}"))), \(script("b"))], rollbackSteps: [\(script("u"))]}}, \(script("c"))], rollbackSteps: [\(script("r"))]"
      ), script: ["a": .exit(1)],
      expected: "g.a FAILED, g.rollbackSteps.u SUCCEEDED, (g FAILED), c SKIPPED; s FAILED"),
    GroupRow(
      testDescription: "Y42: the group's strategy wins over the stage's",
      yaml: pipeline(
        "steps: [{stepGroup: {identifier: g, name: g, \(on("{type: Ignore}"))steps: [\(script("a", more: "timeout: 10s, "))]}}, \(script("b"))]",
        more: "failureStrategies: [{onFailure: {errors: [Timeout], action: {type: Abort}}}], "),
      script: ["a": DummyScript.Step(endsAfter: [.never])],
      expected: "g.a IGNORE_FAILED, (g IGNORE_FAILED), b SUCCEEDED; s IGNORE_FAILED"),
    GroupRow(
      testDescription: "PipelineRollback rolls back the stages that ran, the last one first",
      yaml:
        "pipeline: {identifier: p, name: p, stages: ["
        + ["x", "y", "z"].map { id in
          "{stage: {identifier: \(id), name: \(id), type: Custom, \(id == "z" ? on("{type: PipelineRollback}") : "")spec: {execution: {steps: [\(script(id + "1"))], rollbackSteps: [\(script(id + "u"))]}}}}"
        }.joined(separator: ", ")
        + ", {stage: {identifier: w, name: w, type: Custom, when: {pipelineStatus: All}, spec: {execution: {steps: [\(script("w1"))]}}}}]}",
      script: ["z1": .exit(1)],
      expected:
        "x.x1 SUCCEEDED, y.y1 SUCCEEDED, z.z1 FAILED, z.rollbackSteps.zu SUCCEEDED, y.rollbackSteps.yu SUCCEEDED, x.rollbackSteps.xu SUCCEEDED; x SUCCEEDED, y SUCCEEDED, z FAILED"
    ),
    GroupRow(
      testDescription: "the time of a stage ends what runs in it; the next stage is visited",
      yaml:
        "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: x, name: x, type: Custom, timeout: 10m, spec: {execution: {steps: [\(script("a")), \(script("b"))]}}}}, {stage: {identifier: y, name: y, type: Custom, when: {pipelineStatus: Failure}, spec: {execution: {steps: [\(script("c"))]}}}}]}",
      script: ["a": DummyScript.Step(endsAfter: [.never])],
      expected: "x.a EXPIRED, y.c SUCCEEDED; x EXPIRED, y SUCCEEDED"),
    GroupRow(
      testDescription: "a failure beside others lets them go on",
      yaml: pipeline("steps: [{parallel: [\(script("a")), \(script("b"))]}, \(script("c"))]"),
      script: ["a": .exit(1), "b": DummyScript.Step(endsAfter: [.ended("a")])],
      expected: "a FAILED, b SUCCEEDED, c SKIPPED; s FAILED"),
    GroupRow(
      testDescription: "stages that are a graph run when what they depend on has ended",
      yaml:
        "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: z, name: z, type: Custom, dependsOn: [x, y], spec: {execution: {steps: [\(script("c"))]}}}}, {stage: {identifier: x, name: x, type: Custom, spec: {execution: {steps: [\(script("a"))]}}}}, {stage: {identifier: y, name: y, type: Custom, spec: {execution: {steps: [\(script("b"))]}}}}]}",
      script: ["b": DummyScript.Step(endsAfter: [.ended("a")])],
      expected: "x.a SUCCEEDED, y.b SUCCEEDED, z.c SUCCEEDED; x SUCCEEDED, y SUCCEEDED, z SUCCEEDED"),
  ])
  func groupsAndStages(_ row: GroupRow) async throws {
    let run = try await HarnessRun(row.yaml, script: row.script, clock: TestClock(yields: 500))
    #expect(run.text == row.expected)
  }

  /// Being interrupted stops what runs, starts nothing more, tidies up, and is told in the exit status.
  @Test func interruption() async throws {
    let plan = try HarnessRun.plan(
      Self.pipeline("steps: [\(Self.script("a")), \(Self.script("b", more: "when: {stageStatus: All}, "))]"))
    let backend = DummyBackend(DummyScript(["a": DummyScript.Step(endsAfter: [.never])]))
    let cancellation = Cancellation()
    async let outcome = Interpreter.run(
      plan: plan, options: RunOptions(clock: TestClock().clock), backend: backend, readers: [],
      cancellation: cancellation)
    await backend.wait(for: .started("a"))
    cancellation.cancel(.interrupted(signal: 2))
    let ended = await outcome
    #expect(ended.exitStatus == 130)
    #expect(ended.pipelines.first?.word == "ABORTED")
    #expect(ended.pipelines.first?.steps.map(\.word) == ["ABORTED"])
    #expect(backend.journal == ["prepare p", "start a", "stop a", "remove a", "clean up p"])
  }

  /// Policies that object fail the step with their own class; those that nobody can evaluate do so only where it is wished.
  @Test(
    arguments: [
      (false, "a SUCCEEDED, b SUCCEEDED; s SUCCEEDED"), (true, "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
    ])
  func policiesThatAreNotEvaluated(_ isStrict: Bool, _ expected: String) async throws {
    var options = HarnessRunOptions()
    options.isPolicyStrict = isStrict
    let enforce =
      "enforce: {policySets: [account.x]}, failureStrategies: [{onFailure: {errors: [PolicyEvaluationFailure], action: {type: Ignore}}}], "
    let run = try await HarnessRun(
      Self.pipeline("steps: [\(Self.script("a", more: enforce)), \(Self.script("b"))]"), options: options)
    #expect(run.text == expected)
    #expect(
      isStrict
        || run.recorder.notices.contains(
          "s.a: policies were not evaluated: account.x (--policy DIR names their folder)")
    )
  }
}
