import Diagnostics
import Testing

@testable import Planner

/// When stages and steps run: the rows Y29 to Y37 of the reference as far as they are known before the run, and the table of
/// §5.1.
@Suite struct HarnessConditionTests {
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var when: String
    var decision: Plan.Decision
    var reason: String
    var testDescription: String { name }

    init(_ name: String, _ when: String, _ decision: Plan.Decision, _ reason: String) {
      self.name = name
      self.when = when
      self.decision = decision
      self.reason = reason
    }
  }

  static let rows: [Row] = [
    Row("no when", "", .run, "no conditions"),
    Row("Success alone", "{stageStatus: Success}", .run, "no conditions"),
    Row("Failure", "{stageStatus: Failure}", .deferred, "runs only if a step before it has failed"),
    Row("All", "{stageStatus: All}", .run, "runs whether a step before it has failed or not"),
    Row(
      "Y33: a runtime input as condition is false", "{stageStatus: Success, condition: <+input>}", .skip,
      "its condition is a runtime input, which counts as false"),
    Row(
      "a condition that holds", "{stageStatus: Success, condition: <+codebase.branch> == \"main\"}", .run,
      "<+codebase.branch> == \"main\" is true (<+codebase.branch> is main)"),
    Row(
      "the clause that decided",
      "{stageStatus: Success, condition: <+codebase.branch> == \"main\" && <+pipeline.variables.env> =~ [\"prod\"]}",
      .skip, "<+pipeline.variables.env> =~ [\"prod\"] is false (<+pipeline.variables.env> is dev)"),
    Row(
      "an alternative is one clause",
      "{stageStatus: Success, condition: <+codebase.branch> == \"a\" || <+codebase.branch> == \"b\" && true}", .skip,
      "<+codebase.branch> == \"a\" || <+codebase.branch> == \"b\" && true is false (<+codebase.branch> is main)"),
    Row(
      "Failure with a condition that is false", "{stageStatus: Failure, condition: false}", .skip,
      "false is false"),
    Row(
      "an output of an earlier step",
      "{stageStatus: Success, condition: <+steps.first.output.outputVariables.N> > 0}", .deferred,
      "depends on <+steps.first.output.outputVariables.N> > 0"),
    Row(
      "an output that the step does not declare is null",
      "{stageStatus: Success, condition: <+steps.first.output.outputVariables.M> == \"x\"}", .skip,
      "<+steps.first.output.outputVariables.M> == \"x\" is false "
        + "(<+steps.first.output.outputVariables.M> is nothing)"),
    Row(
      "a manual run has no trigger", "{stageStatus: Success, condition: <+trigger.event> == \"PR\"}", .skip,
      "<+trigger.event> == \"PR\" is false (<+trigger.event> is nothing)"),
    Row(
      "text that says true", "{stageStatus: Success, condition: <+pipeline.variables.flag>}", .run,
      "<+pipeline.variables.flag> is true"),
  ]

  @Test(arguments: rows) func decision(_ row: Row) throws {
    let when = row.when.isEmpty ? "" : ", when: \(row.when)"
    let steps = """
      - step: {identifier: first, name: F, type: Run, spec: {image: i, command: c, outputVariables: [{name: N}]}}
      - step: {identifier: t, name: T, type: Run, spec: {image: i, command: c}\(Self.quoted(when))}
      """
    let head =
      "variables: [{name: env, type: String, value: dev}, {name: flag, type: String, value: 'true'}]"
    let yaml = HarnessPlanning.file(steps: steps, head: head).replacing(
      "cloneCodebase: false", with: "cloneCodebase: true")
    let plan = HarnessPlanning.plan(yaml)
    #expect(plan.pipelines.first?.refusals.map(\.message) == [])
    let step = try HarnessPlanning.step("build.t", in: plan)
    #expect(step.decision == row.decision)
    #expect(step.reason.text == row.reason)
  }

  /// The condition in single quotes, as YAML wants it within braces.
  private static func quoted(_ when: String) -> String {
    guard let start = when.firstRange(of: "condition: ") else { return when }
    let rest = when[start.upperBound...].dropLast()
    return when[..<start.upperBound] + "'" + rest + "'}"
  }

  @Test("§5.1: effective texts") func texts() throws {
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage:
              identifier: a
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: s, type: Wait, spec: {duration: 10s}}
                    - step: {identifier: f, type: Wait, when: {stageStatus: Failure, condition: "1 == 1"}, spec: {}}
                  rollbackSteps:
                    - step: {identifier: r, type: Wait, spec: {duration: 10s}}
                    - step: {identifier: q, type: Wait, when: {stageStatus: All}, spec: {}}
          - stage:
              identifier: b
              type: Custom
              when: {pipelineStatus: Failure, condition: <+input>}
              spec: {execution: {steps: []}}
      """
    let harness = try #require(HarnessPlanning.plan(yaml).pipelines.first?.harness)
    func text(_ path: String...) -> String? { harness.node(at: HarnessPath(path))?.condition?.text }
    #expect(text("a") == "<+OnPipelineSuccess>")
    #expect(text("a", "s") == "<+OnStageSuccess>")
    #expect(text("a", "f") == "<+OnStageFailure> && (1 == 1)")
    #expect(text("a", "rollbackSteps", "r") == "<+OnRollbackModeExecution> || <+OnStageFailure>")
    #expect(text("a", "rollbackSteps", "q") == "<+Always>")
    #expect(text("b") == "<+OnPipelineFailure> && (false)")
  }

  @Test(
    "Y32: a condition without a status is refused",
    arguments: [
      ("stage", "Pipeline Status in stage when condition cannot be empty."),
      ("step", "Stage Status in step when condition cannot be empty."),
    ]) func missingStatus(_ level: String, _ message: String)
  {
    let when = "when: {condition: \"true\"}"
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage:
              identifier: a
              type: Custom
              \(level == "stage" ? when : "name: A")
              spec:
                execution:
                  steps:
                    - step: {identifier: s, type: Wait, spec: {duration: 10s}\(level == "step" ? ", " + when : "")}
      """
    let plan = HarnessPlanning.plan(yaml)
    #expect(plan.pipelines.flatMap(\.refusals).map(\.message) == [message])
    #expect(plan.pipelines.flatMap(\.steps).allSatisfy { $0.decision == .skip })
  }

  /// What `settler.condition` says with the states of a run: the rows Y34 to Y37.
  @Test(arguments: [
    ("Y34: a failure", HarnessStatus.failed, ["skip", "run", "run"]),
    ("Y35: an ignored failure", .ignoreFailed, ["run", "skip", "run"]),
    ("Y36: marked as success", .succeeded, ["run", "skip", "run"]),
    ("expired", .expired, ["skip", "run", "run"]),
    ("skipped counts as positive", .skipped, ["run", "skip", "run"]),
  ]) func running(_ name: String, _ first: HarnessStatus, _ expected: [String]) throws {
    let steps = """
      - step: {identifier: one, type: Run, spec: {image: i, command: exit 1}}
      - step: {identifier: two, type: Run, spec: {image: i, command: c}}
      - step: {identifier: three, type: Run, when: {stageStatus: Failure}, spec: {image: i, command: c}}
      - step: {identifier: four, type: Run, when: {stageStatus: All}, spec: {image: i, command: c}}
      """
    let pipeline = try #require(HarnessPlanning.plan(steps: steps).pipelines.first)
    var settler = try #require(HarnessSettler(pipeline))
    settler.state.isRunning = true
    settler.state.nodes[HarnessPath(["build"])] = .init(status: .running)
    settler.state.nodes[HarnessPath(["build", "one"])] = .init(status: first)
    let verdicts = try ["two", "three", "four"].map { identifier -> String in
      let node = try #require(settler.plan.node(at: HarnessPath(["build", identifier])))
      switch settler.condition(of: node.index) {
      case .runs: return "run"
      case .skipped: return "skip"
      case .deferred: return "deferred"
      case .failed(let why): return why
      }
    }
    #expect(verdicts == expected)
  }

  @Test("a condition that is null fails the step, and what needs success is skipped") func failing() throws {
    let steps = """
      - step: {identifier: a, name: A, type: Run, when: {stageStatus: Success, condition: <+nope>}, spec: {image: i}}
      - step: {identifier: b, name: B, type: Run, spec: {image: i}}
      - step: {identifier: c, name: C, type: Run, when: {stageStatus: Failure}, spec: {image: i}}
      """
    let plan = HarnessPlanning.plan(steps: steps)
    let decisions = plan.pipelines[0].steps.map(\.decision)
    #expect(decisions == [.skip, .skip, .run])
    #expect(plan.pipelines[0].steps[0].reason.text.hasPrefix("fails before it starts: "))
    #expect(plan.pipelines[0].steps[1].reason.text == "A fails before it")
  }

  @Test("a condition of the loop counts once, before the iterations") func loopCondition() throws {
    func plan(_ condition: String) -> Plan {
      HarnessPlanning.plan(
        steps: """
          - step: {identifier: t, type: Run, strategy: {parallelism: 2, when: '\(condition)'}, spec: {image: i}}
          """)
    }
    #expect(plan("false").pipelines[0].steps.map(\.id) == ["build.t"])
    #expect(plan("false").pipelines[0].steps[0].decision == .skip)
    #expect(plan("1 == 1").pipelines[0].steps.map(\.id) == ["build.t_0", "build.t_1"])
  }

  @Test("stages that are chosen, and stages that wait for others") func stages() throws {
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage: {identifier: c, type: Custom, dependsOn: [a, b], spec: {execution: {steps: [{step: {identifier: s, type: Wait, spec: {}}}]}}}
          - stage: {identifier: a, type: Custom, spec: {execution: {steps: [{step: {identifier: s, type: Wait, spec: {}}}]}}}
          - stage: {identifier: b, type: Custom, dependsOn: [a], spec: {execution: {steps: [{step: {identifier: s, type: Wait, spec: {}}}]}}}
      """
    let plan = HarnessPlanning.plan(yaml)
    let needs = plan.pipelines[0].steps.map { "\($0.id)<\($0.needs.joined(separator: ","))" }
    #expect(needs == ["a.s<", "b.s<a.s", "c.s<a.s,b.s"])
    let chosen = HarnessPlanning.plan(yaml, facts: HarnessPlanning.facts { $0.selectedStages = ["b"] })
    #expect(chosen.pipelines[0].steps.map(\.decision) == [.skip, .run, .skip])
  }

  @Test(arguments: [
    ("dependsOn: [d]", "no stage has the identifier d"), ("dependsOn: [a]", "the stages a wait for each other"),
  ]) func wrongGraphs(_ key: String, _ message: String) {
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage: {identifier: a, type: Custom, \(key), spec: {execution: {steps: []}}}
      """
    let messages = HarnessPlanning.plan(yaml).pipelines.flatMap(\.refusals).map(\.message)
    #expect(messages.contains { $0.hasPrefix(message) }, "\(messages)")
  }
}
