import Diagnostics
import Testing

@testable import Planner

/// How often a step runs and what its iterations are called: the rows Y1 to Y28 of the reference.
@Suite struct HarnessLoopTests {
  /// A step `t` with a `strategy`, and the identifiers of its iterations, or the text of the refusal.
  struct Row: CustomTestStringConvertible, Sendable {
    var name: String
    var strategy: String
    var expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ strategy: String, _ expected: String) {
      self.name = name
      self.strategy = strategy
      self.expected = expected.split(separator: " ").map(String.init)
    }

    init(_ name: String, _ strategy: String, refused: String) {
      self.name = name
      self.strategy = strategy
      self.expected = ["refused", refused]
    }
  }

  static let seven = "items: [a, b, c, d, e, f, g]"

  static let rows: [Row] = [
    Row("Y1", "{parallelism: 3}", "t_0 t_1 t_2"),
    Row("Y2", "{parallelism: 0}", refused: "Parallelism can not be [zero]."),
    Row("Y3", "{repeat: {times: 2}}", "t_0 t_1"),
    Row("Y4", "{repeat: {times: 0}}", refused: "Iteration can not be [zero]."),
    Row("Y5", "{repeat: {items: [eu, us]}}", "t_0=eu t_1=us"),
    Row("Y6", "{repeat: {items: [a, b], times: 2}}", refused: "exactly one of times and items"),
    Row("Y7", "{repeat: {\(seven), partitionSize: 2}}", "t_0=[a,b] t_1=[c,d] t_2=[e,f] t_3=[g]"),
    Row("Y8", "{repeat: {\(seven), partitionSize: 3}}", "t_0=[a,b,c] t_1=[d,e,f] t_2=[g]"),
    Row("Y9", "{repeat: {\(seven), partitionSize: -3}}", refused: "partition size cannot be equal or less that 0"),
    Row(
      "Y10", "{repeat: {\(seven), partitionSize: 10, unit: Percentage}}",
      "t_0=[a] t_1=[b] t_2=[c] t_3=[d] t_4=[e] t_5=[f] t_6=[g]"),
    Row("Y11", "{repeat: {items: [a, b], partitionSize: 3}}", "t_0=[a,b]"),
    Row("Y12", "{repeat: {items: [a, b, c], start: 0, end: 1}}", "t_0=a"),
    Row("Y13", "{repeat: {items: [a, b, c, d, e], start: 0, end: 20, unit: Percentage}}", "t_0=a"),
    Row("Y14", "{repeat: {items: [a, b], start: 0, end: 1, unit: Percentage}}", "t_0=a"),
    Row("Y15: without an end the last item is dropped", "{repeat: {items: [a, b, c], start: 1}}", "t_0=b"),
    Row(
      "Y16: the last axis varies fastest", "{matrix: {os: [l, w], go: [\"1\", \"2\"]}}",
      "t_0_0=l,1 t_0_1=l,2 t_1_0=w,1 t_1_1=w,2"),
    Row(
      "Y17", "{matrix: {os: [l, w], go: [\"1\", \"2\"], exclude: [{os: w, go: \"1\"}]}}",
      "t_0_0=l,1 t_0_1=l,2 t_1_1=w,2"),
    Row(
      "Y18", "{matrix: {a: [1, 2, 3], b: [1, 2, 3], exclude: [{a: 2, b: 2}]}}",
      "t_0_0=1,1 t_0_1=1,2 t_0_2=1,3 t_1_0=2,1 t_1_2=2,3 t_2_0=3,1 t_2_1=3,2 t_2_2=3,3"),
    Row("Y20: no axes", "{matrix: {}}", refused: "No Axes defined in matrix."),
    Row("Y20: only maxConcurrency", "{matrix: {maxConcurrency: 2}}", refused: "No Axes defined in matrix."),
    Row("Y21", "{matrix: {os: []}}", refused: "Axis is empty for key [os]."),
    Row("Y22", "{matrix: {os: linux}}", refused: "Value provided for axes [os] is string."),
    Row(
      "Y23", "{matrix: {os: [l, w], exclude: [{oss: w}]}}",
      refused: "Values defined in the exclude are not correct."),
    Row(
      "Y24", "{matrix: {os: [l], exclude: [{os: l}]}}", refused: "Total number of iterations found to be 0"),
    Row(
      "Y25: maps as values", "{matrix: {svc: [{name: n1, port: 80}]}}", "t_0={\"name\":\"n1\",\"port\":80}"),
    Row("Y26: nodeName", "{matrix: {os: [linux, mac-os], nodeName: <+matrix.os>}}", "t_linux=linux t_mac_os=mac-os"),
    Row("nodeName that clashes", "{matrix: {os: [l, w], nodeName: a}}", "t_a=l t_a_0=w"),
    Row("items as JSON", "{repeat: {items: '[\"x\", \"y\"]'}}", "t_0=x t_1=y"),
    Row("items from a variable", "{repeat: {items: '<+<+pipeline.variables.list>.split(\",\")>'}}", "t_0=p t_1=q"),
    Row("an axis from an expression comes last", "{matrix: {v: '<+[\"x\",\"y\"]>', os: [l]}}", "t_0_0=l,x t_0_1=l,y"),
    Row("times from a variable", "{repeat: {times: <+pipeline.variables.n>}}", "t_0 t_1"),
    Row("none of the keys", "{}", refused: "exactly one of matrix, repeat and parallelism"),
  ]

  @Test(arguments: rows) func iterations(_ row: Row) throws {
    let steps = """
      - step: {identifier: t, name: T, type: Run, spec: {image: i, command: echo}, strategy: \(row.strategy)}
      """
    let head = "variables: [{name: list, type: String, value: 'p,q'}, {name: n, type: Number, value: 2}]"
    let plan = HarnessPlanning.plan(steps: steps, head: head)
    let harness = try #require(plan.pipelines.first?.harness)
    if row.expected.first == "refused" {
      let messages = plan.pipelines[0].refusals.map(\.message)
      #expect(messages.contains { $0.contains(row.expected[1]) }, "\(messages)")
      return
    }
    #expect(plan.pipelines[0].refusals.map(\.message) == [])
    let actual = harness.nodes.filter { $0.kind == .step }.map { node -> String in
      let iteration = node.iteration
      var values = iteration?.matrix.map { $0.value.scalar.display } ?? []
      if let item = iteration?.item { values.append(item.scalar.display) }
      if let part = iteration?.partition { values.append("[\(part.map { $0.scalar.display }.joined(separator: ","))]") }
      return node.identifier + (values.isEmpty ? "" : "=" + values.joined(separator: ","))
    }
    #expect(actual == row.expected)
  }

  @Test("Y19: 3x3x3 without those that two of three axes name") func partialExclusion() throws {
    let steps = """
      - step:
          {identifier: t, name: T, type: Run, spec: {image: i, command: echo},
          strategy: {matrix: {a: [x, 2, 3], b: [y, 2, 3], c: [1, 2, 3], exclude: [{a: x, b: y}]}}}
      """
    let harness = try #require(HarnessPlanning.plan(steps: steps).pipelines.first?.harness)
    #expect(harness.nodes.count { $0.kind == .step } == 24)
  }

  @Test("Y27: labels by the names of the values") func labels() throws {
    let facts = HarnessPlanning.facts { $0.labelsMatrixByValue = true }
    let steps = """
      - step: {identifier: t, name: T, type: Run, spec: {image: i}, strategy: {matrix: {b: [x], a: ["1.2"]}}}
      """
    let harness = try #require(HarnessPlanning.plan(steps: steps, facts: facts).pipelines.first?.harness)
    #expect(harness.nodes.filter { $0.kind == .step }.map(\.identifier) == ["t_12_x"])
    #expect(
      HarnessIterationLabel.postfix(of: [.init("a", .boolean(true)), .init("command", .text("hi"))]) == "_true_hi")
  }

  @Test("Y28: loops in loops count over all of them") func nested() throws {
    let yaml = """
      pipeline:
        identifier: p
        stages:
          - stage:
              identifier: s
              name: S
              type: Custom
              strategy: {repeat: {times: 2}}
              spec:
                execution:
                  steps:
                    - step:
                        identifier: t
                        name: T <+strategy.iteration>
                        type: ShellScript
                        strategy: {repeat: {times: 2}}
                        spec:
                          shell: Bash
                          onDelegate: true
                          source:
                            type: Inline
                            spec:
                              script: >-
                                <+strategy.identifierPostFix> <+strategy.iteration>
                                <+strategy.currentGlobalIteration>/<+strategy.totalGlobalIteration>
                                <+strategy.stage.iteration> <+stage.identifier> <+stage.iteration> <+step.iteration>
      """
    let plan = HarnessPlanning.plan(yaml)
    let step = try HarnessPlanning.step("s_1.t_0", in: plan)
    #expect(step.commands == ["_0 0 2/4 1 s_1 1 0"])
    #expect(step.name == "T 0_0")
    #expect(plan.pipelines[0].steps.map(\.id) == ["s_0.t_0", "s_0.t_1", "s_1.t_0", "s_1.t_1"])
  }

  @Test("a loop whose items wait for an output is expanded during the run") func deferred() throws {
    let steps = """
      - step:
          identifier: list
          name: List
          type: Run
          spec: {image: i, command: "ITEMS='[\\"a\\",\\"b\\"]'", outputVariables: [{name: ITEMS}]}
      - step:
          identifier: t
          name: T
          type: Run
          strategy: {repeat: {items: <+steps.list.output.outputVariables.ITEMS>}}
          spec: {image: i, command: echo <+repeat.item>}
      """
    let plan = HarnessPlanning.plan(steps: steps)
    let step = try HarnessPlanning.step("build.t", in: plan)
    #expect(step.decision == .deferred)
    #expect(step.reason.text == "its iterations wait for <+steps.list.output.outputVariables.ITEMS>")
    #expect(step.commands == ["echo <+repeat.item>"])
    var settler = try #require(HarnessSettler(plan.pipelines[0]))
    let loop = try #require(settler.plan.nodes.first { $0.kind == .loop }?.index)
    settler.state.isRunning = true
    var record = HarnessState.NodeState(status: .succeeded)
    record.outputs = [.init("ITEMS", .text("[\"a\",\"b\"]"))]
    settler.state.nodes[HarnessPath(["build", "list"])] = record
    let iterations = try settler.expand(loop).get()
    #expect(iterations.map { settler.plan.nodes[$0].identifier } == ["t_0", "t_1"])
    #expect(iterations.map { settler.step(of: $0).commands } == [["echo a"], ["echo b"]])
  }

  @Test("loops that make too much are refused before anything grows") func limits() throws {
    let axis = "[" + (0..<100).map(String.init).joined(separator: ",") + "]"
    let steps = """
      - step: {identifier: t, name: T, type: Run, spec: {image: i}, strategy: {matrix: {a: \(axis), b: \(axis)}}}
      - step: {identifier: u, name: U, type: Run, spec: {image: i}, strategy: {parallelism: 9223372036854775807}}
      """
    let messages = HarnessPlanning.plan(steps: steps).pipelines[0].refusals.map(\.message)
    #expect(messages.count { $0.contains("there can be 5000") } == 2, "\(messages)")
  }
}
