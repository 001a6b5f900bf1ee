import Diagnostics
import Testing

@testable import Planner

/// What settings of plugins become: §3.2 of the reference and its rows Y43 to Y46.
@Suite struct HarnessSettingTests {
  // MARK: Settings

  struct Setting: CustomTestStringConvertible, Sendable {
    var yaml: String
    var name: String
    var text: String
    var testDescription: String { yaml }

    init(_ yaml: String, _ name: String, _ text: String) {
      self.yaml = yaml
      self.name = name
      self.text = text
    }
  }

  static let settingRows: [Setting] = [
    // Y43
    Setting("a: 1", "PLUGIN_A", "1"), Setting("b: [x, y]", "PLUGIN_B", "x,y"),
    Setting("c: {k: 1}", "PLUGIN_C", "{\n  \"k\" : 1\n}"), Setting("d: null", "PLUGIN_D", ""),
    Setting("e-f: z", "PLUGIN_E-F", "z"),
    // §3.2
    Setting("f: 1.50", "PLUGIN_F", "1.5"), Setting("b: true", "PLUGIN_B", "true"), Setting("l: []", "PLUGIN_L", ""),
    Setting("m: {}", "PLUGIN_M", "{ }"), Setting("n: [1, true, null]", "PLUGIN_N", "1,true,"),
    Setting("o: {from_secret: x}", "PLUGIN_O", "{\n  \"from_secret\" : \"x\"\n}"),
    Setting("p: [a, [b, c]]", "PLUGIN_P", "[ \"a\", [ \"b\", \"c\" ] ]"),
    Setting(
      "q: [{k: 1, l: [2, 3]}, {}]", "PLUGIN_Q",
      "[ {\n  \"k\" : 1,\n  \"l\" : [ 2, 3 ]\n}, { } ]"),
    Setting(
      "r: {a: {b: {c: \"d\\\"e\\n\"}}}", "PLUGIN_R",
      "{\n  \"a\" : {\n    \"b\" : {\n      \"c\" : \"d\\\"e\\n\"\n    }\n  }\n}"),
    Setting("opts: {retries: 2, quiet: true}", "PLUGIN_OPTS", "{\n  \"retries\" : 2,\n  \"quiet\" : true\n}"),
    Setting("s: <+pipeline.variables.env>-x", "PLUGIN_S", "dev-x"),
    Setting("t: '<+[\"a\", \"b\"]>'", "PLUGIN_T", "[\"a\",\"b\"]"), Setting("u: <+nope>", "PLUGIN_U", "null"),
    Setting("v: {k: <+pipeline.variables.env>}", "PLUGIN_V", "{\n  \"k\" : \"dev\"\n}"),
    Setting("secret: <+secrets.getValue(\"hook\")>", "PLUGIN_SECRET", "<+secrets.getValue(\"hook\")>"),
    Setting("w: Bearer <+pipeline.variables.tok>", "PLUGIN_W", "Bearer <+secrets.getValue(\"org.tok\")>"),
    Setting(
      "x: <+steps.first.output.outputVariables.V>!", "PLUGIN_X", "<+steps.first.output.outputVariables.V>!"),
  ]

  static let head = """
    variables:
      - {name: env, type: String, value: dev}
      - {name: tok, type: Secret, value: org.tok}
      - {name: n, type: Number, value: 3}
    """

  @Test(arguments: settingRows) func setting(_ row: Setting) throws {
    let steps = """
      - step: {identifier: first, type: Plugin, spec: {image: i}}
      - step: {identifier: t, type: Plugin, spec: {image: i, settings: {\(row.yaml)}}}
      """
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps, head: Self.head))
    #expect(step.variable(row.name) == row.text)
  }

  @Test("settings without white space, where the user wants it") func compact() throws {
    let steps = "- step: {identifier: t, type: Plugin, spec: {image: i, settings: {c: {k: [1, {a: b}]}}}}"
    let facts = HarnessPlanning.facts { $0.usesCompactJSON = true }
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps, facts: facts))
    #expect(step.variable("PLUGIN_C") == "{\"k\":[1,{\"a\":\"b\"}]}")
  }

  @Test("secrets and deferred parts stay what they are in the plan") func pieces() throws {
    let steps = """
      - step: {identifier: first, type: Plugin, spec: {image: i}}
      - step:
          identifier: t
          type: Plugin
          spec:
            image: i:<+steps.first.output.outputVariables.TAG>
            settings: {w: "a <+secrets.getValue(\\"x\\")> <+steps.first.output.outputVariables.V>", d: null}
      """
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps))
    let value = try #require(step.environment.last { $0.name == "PLUGIN_W" }?.value)
    let deferred = Plan.Piece.deferred(expression: "<+steps.first.output.outputVariables.V>")
    #expect(value == .pieces([.literal("a "), .secret("x"), .literal(" "), deferred]))
    #expect(step.image == "i:<+steps.first.output.outputVariables.TAG>")
    #expect(step.openTexts.image?.isDeferred == true)
    #expect(step.secretNames == ["x"])
    let json = PlanJSON.text(
      HarnessPlanning.plan(steps: steps), source: Source(name: "p.yaml", text: HarnessPlanning.file(steps: steps))
    ).filter { !$0.isWhitespace }
    let text = #"{"pieces":["a",{"secret":"x"},"",{"deferred":"<+steps.first.output.outputVariables.V>"}]}"#
    #expect(json.contains(text))
    #expect(json.contains(#""PLUGIN_D":"""#))
  }

  @Test("Y45: a plugin needs an image or uses") func plugin() throws {
    let plan = HarnessPlanning.plan(steps: "- step: {identifier: t, type: Plugin, spec: {settings: {a: 1}}}")
    let messages = plan.pipelines[0].refusals.map(\.message)
    #expect(messages == ["Either image or uses field needs to be set"])
  }

  @Test("Y46: what an action is told") func action() throws {
    let steps = """
      - step:
          identifier: t
          type: Action
          spec: {uses: actions/setup-node@v4, with: {nodeVersion: "18"}, env: {A: b}}
      """
    let plan = HarnessPlanning.plan(steps: steps, machine: "runtime: {type: Cloud, spec: {}}")
    let step = try HarnessPlanning.step("build.t", in: plan)
    #expect(step.variable("PLUGIN_WITH_nodeVersion") == "18")
    #expect(step.variable("A") == "b")
    #expect(step.entrypoint == ["plugin", "-kind", "action", "-name", "actions/setup-node@v4"])
    #expect(step.performer == .host)
  }
}
