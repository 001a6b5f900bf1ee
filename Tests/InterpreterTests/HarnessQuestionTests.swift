import Diagnostics
import Foundation
import IR
import Interpreter
import Parser
import Planner
import Testing

/// Fields with `.executionInput()` (§7.5): asked for when their node starts, or taken from their defaults.
@Suite struct HarnessQuestionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// What stands behind `<+input>`.
    var conditions: String
    var lines: [String]?
    var strategy: String?
    var expected: String
    var said: String?
    var message: String?
  }

  private static func step(_ value: String, _ strategy: String?) -> String {
    let strategies =
      strategy.map {
        "failureStrategies: [{onFailure: {errors: [InputTimeoutError], action: {type: \($0)}}}, {onFailure: {errors: [Unknown], action: {type: Abort}}}], "
      } ?? ""
    return
      "{step: {identifier: a, name: a, type: ShellScript, \(strategies)spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: 'echo $V'}}, environmentVariables: [{name: V, type: String, value: '\(value)'}]}}}"
  }

  static let rows: [Row] = [
    Row(
      testDescription: "what is typed is taken", conditions: ".executionInput()", lines: ["x y"],
      expected: "a SUCCEEDED; s SUCCEEDED", said: "x y"),
    Row(
      testDescription: "without a default it is asked for until something is typed", conditions: ".executionInput()",
      lines: ["", "", "z"], expected: "a SUCCEEDED; s SUCCEEDED", said: "z"),
    Row(
      testDescription: "only what is allowed is taken",
      conditions: ".allowedValues(dev,prod).executionInput()", lines: ["test", "prod"],
      expected: "a SUCCEEDED; s SUCCEEDED", said: "prod"),
    Row(
      testDescription: "all of it must match the expression", conditions: ".regex(v[0-9]+).executionInput()",
      lines: ["v1x", "v12"], expected: "a SUCCEEDED; s SUCCEEDED", said: "v12"),
    Row(
      testDescription: "several of a choice", conditions: ".selectManyFrom(a,b,c).executionInput()",
      lines: ["a,d", "c, a"], expected: "a SUCCEEDED; s SUCCEEDED", said: "c, a"),
    Row(
      testDescription: "an empty line takes the default", conditions: ".executionInput().default(dev)", lines: [""],
      expected: "a SUCCEEDED; s SUCCEEDED", said: "dev"),
    Row(
      testDescription: "nobody can be asked: the default", conditions: ".default(dev).executionInput()",
      expected: "a SUCCEEDED; s SUCCEEDED", said: "dev"),
    Row(
      testDescription: "nobody can be asked, no default", conditions: ".executionInput()",
      expected: "a FAILED; s FAILED",
      message:
        "nobody can be asked for spec.environmentVariables.V.value here (--set pipeline.stages.s.spec.execution.steps.a.spec.environmentVariables.V.value=VALUE)"
    ),
    Row(
      testDescription: "it fails as InputTimeoutError", conditions: ".executionInput()", strategy: "Ignore",
      expected: "a IGNORE_FAILED; s IGNORE_FAILED"),
    Row(
      testDescription: "nobody answers any more", conditions: ".default(dev).executionInput()", lines: [],
      expected: "a FAILED; s FAILED", message: "nobody says what spec.environmentVariables.V.value is"),
    Row(
      testDescription: "nobody answers, and defaults are wished", conditions: ".default(dev).executionInput()",
      lines: [],
      strategy: "ProceedWithDefaultValues", expected: "a SUCCEEDED; s SUCCEEDED", said: "dev"),
    Row(
      testDescription: "defaults are wished, and there is none", conditions: ".executionInput()", lines: [],
      strategy: "ProceedWithDefaultValues", expected: "a FAILED; s FAILED"),
  ]

  private func run(_ stage: String, lines: [String]?) async throws -> HarnessRun {
    var options = HarnessRunOptions()
    options.prompter = lines.map { HarnessAnswerTests.Lines($0) }
    return try await HarnessRun(
      "pipeline: {identifier: p, name: p, stages: [\(stage)]}", options: options, settles: true)
  }

  private func variable(_ run: HarnessRun, _ step: String) -> String? {
    run.backend.environment(of: step)?.last { $0.name == "V" }?.value
  }

  private static func stage(_ steps: String, more: String = "") -> String {
    "{stage: {identifier: s, name: s, type: Custom, \(more)spec: {execution: {steps: [\(steps)]}}}}"
  }

  @Test(arguments: rows) func row(_ row: Row) async throws {
    let run = try await run(Self.stage(Self.step("<+input>" + row.conditions, row.strategy)), lines: row.lines)
    #expect(run.text == row.expected)
    #expect(variable(run, "a") == row.said)
    if let message = row.message { #expect(run.message(of: "s.a") == message) }
  }

  @Test("a variable of a stage is asked for when the stage starts, and known in it and after it") func stages()
    async throws
  {
    let other =
      "{stage: {identifier: t, name: t, type: Custom, spec: {execution: {steps: [\(Self.step("<+pipeline.stages.s.variables.w>", nil))]}}}}"
    let first = Self.stage(
      Self.step("<+stage.variables.w>", nil).replacingOccurrences(
        of: "identifier: a, name: a", with: "identifier: b, name: b"),
      more: "variables: [{name: w, type: String, value: <+input>.executionInput()}], ")
    let run = try await run("\(first), \(other)", lines: ["eu"])
    #expect(variable(run, "b") == "eu")
    #expect(variable(run, "a") == "eu")
  }

  @Test("each iteration of a loop asks for itself; the loop asks for what it repeats") func loops() async throws {
    let looped = Self.step("<+input>.executionInput()", nil).replacingOccurrences(
      of: "type: ShellScript",
      with: "type: ShellScript, strategy: {repeat: {items: <+input>.executionInput(), maxConcurrency: 1}}")
    let run = try await run(Self.stage(looped), lines: ["[\"x\", \"y\"]", "one", "two"])
    #expect(run.text == "a_0 SUCCEEDED, a_1 SUCCEEDED; s SUCCEEDED")
    #expect(variable(run, "a_0") == "one")
    #expect(variable(run, "a_1") == "two")
  }

  @Test("the plan says what will be asked") func plan() throws {
    let stage = Self.stage(Self.step("<+input>.allowedValues(dev,prod).default(dev).executionInput()", nil))
    let yaml = "pipeline: {identifier: p, name: p, stages: [\(stage)]}"
    let plan = try HarnessRun.plan(yaml, settles: true)
    let source = Source(name: "pipeline.yaml", text: yaml)
    let text = PlanRenderer.text(plan, source: source, isVerbose: false)
    let words = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("asks for spec.environmentVariables.V.value (dev, prod) [dev]"), "\(text)")
    let json = PlanJSON.text(plan, source: source)
    #expect(
      json.contains("\"path\": \"pipeline.stages.s.spec.execution.steps.a.spec.environmentVariables.V.value\""),
      "\(json)")
  }
}
