import Interpreter
import Testing

/// Which nodes run and how they end, as the rows Y34 to Y42 of the reference and its sections on conditions, failure
/// strategies and loops have it. A step is written `NAME: KEYS`; what it does is in the script of the backend.
@Suite struct HarnessFlowTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var steps: [String]
    var rollback: [String] = []
    var stage = ""
    var script: [String: DummyScript.Step] = [:]
    /// The state of every step that has one, then that of the stage.
    var expected: String

    init(
      _ description: String, _ steps: [String], rollback: [String] = [], stage: String = "",
      script: [String: DummyScript.Step] = ["a": .exit(1)], expected: String
    ) {
      testDescription = description
      self.steps = steps
      self.rollback = rollback
      self.stage = stage
      self.script = script
      self.expected = expected
    }
  }

  static func on(_ errors: String, _ action: String) -> String {
    "failureStrategies: [{onFailure: {errors: [\(errors)], action: \(action)}}]"
  }

  static let late = DummyScript.Step(endsAfter: [.never])

  @Test(arguments: [
    Row(
      "Y34: after a failure the others are visited through their conditions",
      ["a:", "b:", "c: when: {stageStatus: Failure}", "d: when: {stageStatus: All}"],
      expected: "a FAILED, b SKIPPED, c SUCCEEDED, d SUCCEEDED; s FAILED"),
    Row(
      "Y35: Ignore", ["a: \(on("AllErrors", "{type: Ignore}"))", "b:"],
      expected: "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
    Row(
      "Y36: MarkAsSuccess", ["a: \(on("AllErrors", "{type: MarkAsSuccess}"))", "b:"],
      expected: "a SUCCEEDED, b SUCCEEDED; s SUCCEEDED"),
    Row(
      "MarkAsFailure is what happens without a strategy", ["a: \(on("AllErrors", "{type: MarkAsFailure}"))", "b:"],
      expected: "a FAILED, b SKIPPED; s FAILED"),
    Row(
      "Y37: StageRollback starts nothing more and runs the rollback steps",
      ["a: \(on("AllErrors", "{type: StageRollback}"))", "b: when: {stageStatus: All}"], rollback: ["r:"],
      expected: "a FAILED, rollbackSteps.r SUCCEEDED; s FAILED"),
    Row(
      "rollback steps run in the order of the file, each through its condition",
      ["a:"], rollback: ["r:", "q: when: {stageStatus: Success}", "p: when: {stageStatus: Failure}"],
      stage: on("AllErrors", "{type: StageRollback}"),
      expected: "a FAILED, rollbackSteps.r SUCCEEDED, rollbackSteps.q SKIPPED, rollbackSteps.p SUCCEEDED; s FAILED"),
    Row("rollback steps run only in a rollback", ["a:"], rollback: ["r:"], expected: "a FAILED; s FAILED"),
    Row(
      "Y38: Retry",
      [
        "a: "
          + on(
            "AllErrors",
            "{type: Retry, spec: {retryCount: 2, retryIntervals: [10s], onRetryFailure: {action: {type: Ignore}}}}"),
        "b:",
      ],
      expected:
        "a FAILED retry 1 of 2 in 10.0 s, a FAILED retry 2 of 2 in 10.0 s, a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"
    ),
    Row(
      "a retry that succeeds",
      [
        "a: "
          + on(
            "AllErrors",
            "{type: Retry, spec: {retryCount: 3, retryIntervals: [10s, 30s], onRetryFailure: {action: {type: Abort}}}}"),
        "b:",
      ], script: ["a": DummyScript.Step(end: .exited(code: 1), again: [.exit(1), .exit(0)])],
      expected:
        "a FAILED retry 1 of 3 in 10.0 s, a FAILED retry 2 of 3 in 30.0 s, a SUCCEEDED, b SUCCEEDED; s SUCCEEDED"),
    Row(
      "Y41: Timeout of the step does not speak of an exit code",
      [
        "a: "
          + on(
            "Timeout",
            "{type: Retry, spec: {retryCount: 2, retryIntervals: [10s], onRetryFailure: {action: {type: Ignore}}}}")
      ], rollback: ["r:"], stage: on("AllErrors", "{type: StageRollback}"),
      expected: "a FAILED, rollbackSteps.r SUCCEEDED; s FAILED"),
    Row(
      "Abort ends everything", ["a: \(on("AllErrors", "{type: Abort}"))", "b: when: {stageStatus: All}"],
      rollback: ["r:"], expected: "a ABORTED; s ABORTED"),
    Row(
      "a step that takes too long is expired", ["a: timeout: 10s", "b:"], script: ["a": late],
      expected: "a EXPIRED, b SKIPPED; s EXPIRED"),
    Row(
      "Timeout is a class of its own", ["a: {timeout: 10s, \(on("Timeout", "{type: Ignore}"))}", "b:"],
      script: ["a": late], expected: "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
    Row(
      "no image is a failure of the plugin's image", ["a: \(on("PluginImageFailure", "{type: Ignore}"))"],
      script: ["a": DummyScript.Step(startError: .image("no such image"))],
      expected: "a IGNORE_FAILED; s IGNORE_FAILED"),
    Row(
      "out of memory is a failure of limits", ["a: \(on("ResourceLimitsFailure", "{type: MarkAsSuccess}"))"],
      script: ["a": DummyScript.Step(end: .outOfMemory)], expected: "a SUCCEEDED; s SUCCEEDED"),
    Row(
      "an exit code is of no class but Unknown", ["a: \(on("Timeout", "{type: Ignore}"))"],
      expected: "a FAILED; s FAILED"),
    Row(
      "a manual intervention that nobody can be asked for",
      ["a: \(on("AllErrors", "{type: ManualIntervention, spec: {timeout: 1h, onTimeout: {action: {type: Ignore}}}}"))"],
      expected: "a IGNORE_FAILED; s IGNORE_FAILED"),
    Row(
      "a condition that is false", ["a: {when: {stageStatus: Success, condition: '1 == 2'}}", "b:"],
      script: [:], expected: "a SKIPPED, b SUCCEEDED; s SUCCEEDED"),
    Row(
      "a condition that is nothing fails its node",
      ["a: {when: {stageStatus: Success, condition: <+nothing.here>}}", "b:"],
      script: [:], expected: "a FAILED, b SKIPPED; s FAILED"),
    Row(
      "Y33: a condition that is a runtime input is false", ["a: {when: {stageStatus: Success, condition: <+input>}}"],
      script: [:], expected: "a SKIPPED; s SUCCEEDED"),
    Row(
      "a status that is compared",
      [
        "a: \(on("AllErrors", "{type: Ignore}"))",
        "b: {when: {stageStatus: All, condition: '<+steps.a.status> == \"IGNORE_FAILED\"'}}",
      ],
      expected: "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED"),
  ])
  func oneStage(_ row: Row) async throws {
    let run = try await HarnessRun(row.yaml, script: row.script)
    #expect(run.text == row.expected)
  }
}

extension HarnessFlowTests.Row {
  var yaml: String {
    func list(_ steps: [String]) -> String {
      "["
        + steps.map { step in
          let name = step.prefix { $0 != ":" }
          var keys = step.dropFirst(name.count + 1).drop { $0 == " " }
          if keys.hasPrefix("{") { keys = keys.dropFirst().dropLast() }
          return "{step: {identifier: \(name), name: \(name), type: ShellScript, "
            + "spec: {shell: Bash, source: {type: Inline, spec: {script: x}}}\(keys.isEmpty ? "" : ", \(keys)")}}"
        }.joined(separator: ", ") + "]"
    }
    let lists = "steps: \(list(steps))" + (rollback.isEmpty ? "" : ", rollbackSteps: \(list(rollback))")
    return "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: s, name: s, type: Custom, "
      + (stage.isEmpty ? "" : stage + ", ") + "spec: {execution: {\(lists)}}}}]}"
  }
}
