import Diagnostics
import IR
import Parser
import Testing

/// Input sets, overlays, single values and what is left, as §7.3 and §7.5 of the reference and its rows Y50–Y57 have it.
@Suite struct HarnessInputTests {
  private static let pipeline = """
    pipeline:
      identifier: app
      name: app
      properties: {ci: {codebase: {connectorRef: c, build: <+input>}}}
      variables:
        - {name: env, type: String, value: <+input>}
        - {name: app.tier, type: String, value: <+input>}
        - {name: region, type: String, value: "<+input>.allowedValues(eu, us)"}
        - {name: level, type: Number, value: "<+input>.default(2).allowedValues(1,2,3)"}
        - {name: fixed, type: String, value: one}
        - {name: tag, type: String, value: "<+input>.default(v0).regex(^v[0-9]+$)"}
      stages:
        - parallel:
            - stage:
                identifier: build
                name: build
                type: CI
                spec:
                  execution:
                    steps:
                      - step: {identifier: t, name: t, type: Run, spec: {image: <+input>, command: make}}
    """

  /// What `value` at a path of the merged pipeline is, and all that is said.
  private func merge(
    _ sets: [String], values: [String] = [], pipeline: String = HarnessInputTests.pipeline
  ) throws -> (text: (String) -> String?, upstream: [String], resolution: HarnessResolution) {
    let document = try #require(HarnessSample.pipeline(pipeline))
    let partials = try sets.map {
      try #require(HarnessSample.inputSet("inputSet:\n  identifier: s\n  name: s\n" + $0)?.values)
    }
    let assignments = try values.map { try #require(HarnessAssignment(Source(name: "--set", text: $0))) }
    let resolution = HarnessResolution(document, sets: partials, values: assignments)
    return (
      { HarnessSample.value(at: $0, in: resolution.pipeline.data) }, resolution.problems.map(\.upstream), resolution
    )
  }

  private static func variable(_ name: String, _ value: String) -> String {
    "  pipeline: {identifier: app, variables: [{name: \(name), type: String, value: \(value)}]}\n"
  }

  @Test(
    "Runtime inputs are filled; later sets win; `<+input>` says nothing (Y55, Y56)",
    arguments: [
      ([variable("env", "prod")], "prod"),
      ([variable("env", "one"), variable("env", "two")], "two"),
      ([variable("env", "one"), variable("env", "<+input>")], "one"),
      ([variable("env", "<+input>"), variable("env", "one")], "one"),
      ([variable("env", "\"<+trigger.branch>\"")], "<+trigger.branch>"),
    ])
  func laterSetsWin(sets: [String], expected: String) throws {
    let merged = try merge(sets)
    #expect(merged.text("variables.env.value") == expected)
    #expect(merged.upstream.isEmpty)
  }

  @Test(
    "What does not fit is said in the words of the server (Y51, Y53, Y54, Y57)",
    arguments: [
      (variable("fixed", "two"), "variables.fixed.value", "one", "Field not a runtime input"),
      (
        "  pipeline: {identifier: app, stages: [{stage: {identifier: build, type: CI, spec: {execution: {steps: "
          + "[{step: {identifier: t, type: Plugin}}]}}}}]}\n",
        "stages.build.spec.execution.steps.t.type", "Run",
        "The value for pipeline.stages.build.spec.execution.steps.t.type is Run in the pipeline yaml, but the input set "
          + "has it as Plugin"
      ),
      (
        "  pipeline: {identifier: other}\n", "identifier", "app",
        "The value for pipeline.identifier is app in the pipeline yaml, but the input set has it as other"
      ),
      (
        variable("region", "asia"), "variables.region.value", "asia",
        "The values provided for pipeline.variables.region.value: [asia] do not match any of the allowed values [eu, us]"
      ),
      (
        variable("tag", "v12x"), "variables.tag.value", "v12x",
        "The value provided for [pipeline.variables.tag.value: v12x] does not match the required regex pattern"
      ),
      (variable("nowhere", "x"), "variables.nowhere.value", nil, "Field not a runtime input"),
    ] as [(String, String, String?, String)])
  func complaints(set: String, path: String, value: String?, upstream: String) throws {
    let merged = try merge([set])
    #expect(merged.upstream == [upstream])
    #expect(merged.text(path) == value)
  }

  @Test func whatFitsIsNotSpokenOf() throws {
    let merged = try merge([
      """
        pipeline:
          identifier: app
          properties: {ci: {codebase: {build: {type: branch, spec: {branch: main}}}}}
          variables: [{name: region, type: String, value: us}, {name: level, type: Number, value: 3.0}]
          stages:
            - stage:
                identifier: build
                type: CI
                spec: {execution: {steps: [{step: {identifier: t, type: Run, spec: {image: alpine}}}]}}
      """
    ])
    #expect(merged.upstream.isEmpty)
    #expect(merged.text("properties.ci.codebase.build.spec.branch") == "main")
    #expect(merged.text("stages.build.spec.execution.steps.t.spec.image") == "alpine")
    #expect(merged.resolution.pipeline.codebase?.build?.reference?.value == "main")
    #expect(
      merged.resolution.missing.map(\.path) == ["pipeline.variables.env.value", "pipeline.variables.app.tier.value"])
  }

  @Test(
    "Single values have the paths that expressions have",
    arguments: [
      ("variables.env=prod", "variables.env.value", "prod"),
      ("pipeline.variables.app.tier=gold=1", "variables.app.tier.value", "gold=1"),
      ("pipeline.variables.env.value=", "variables.env.value", ""),
      (
        "stages.build.spec.execution.steps.t.spec.image=\"a b\"", "stages.build.spec.execution.steps.t.spec.image",
        "a b"
      ),
      (
        "pipeline.properties.ci.codebase.build={type: tag, spec: {tag: v1}}",
        "properties.ci.codebase.build.spec.tag", "v1"
      ),
      ("properties.ci.codebase.build.type=branch", "properties.ci.codebase.build.type", "branch"),
    ])
  func assignments(text: String, path: String, value: String) throws {
    let merged = try merge([Self.variable("env", "other")], values: [text])
    #expect(merged.upstream.isEmpty)
    #expect(merged.text(path) == value)
  }

  @Test func anUnknownPathHasANearestName() throws {
    let problem = try #require(try merge([], values: ["variables.evn=prod"]).resolution.problems.first)
    #expect(problem.diagnostic.rule == "unknown-input")
    #expect(problem.diagnostic.help == "did you mean `env`?")
    #expect(HarnessAssignment(Source(name: "--set", text: "nothing")) == nil)
    #expect(HarnessAssignment(Source(name: "--set", text: "a..b=1")) == nil)
  }

  @Test("A required variable needs a value (Y50); defaults count as one")
  func required() throws {
    let text = """
      pipeline:
        identifier: app
        variables:
          - {name: a, type: String, required: true, value: ""}
          - {name: b, type: Secret, required: true}
          - {name: c, type: String, required: true, default: x}
          - {name: d, type: String, required: true, value: "<+input>.default(y)"}
          - {name: e, type: String, value: "<+input>.executionInput()"}
      """
    let merged = try merge([], pipeline: text)
    #expect(
      merged.upstream == [
        "Value not provided for required variable: a", "Value not provided for required secret variable: b",
      ])
    #expect(merged.resolution.missing.isEmpty)
    #expect(merged.text("variables.d.value") == "y")
  }

  @Test("A default that is not allowed is refused (Y52)") func defaultOutsideOfAllowed() throws {
    let text = """
      pipeline:
        identifier: app
        variables: [{name: a, type: String, value: "<+input>.default(x).allowedValues(a,b)"}]
      """
    #expect(
      try merge([], pipeline: text).upstream == [
        "The values provided for pipeline.variables.a.value: [x] do not match any of the allowed values [a, b]"
      ])
  }

  @Test("A condition that is an input counts as false and is not missing (Y33)") func conditionInput() throws {
    let text = """
      pipeline:
        identifier: app
        stages: [{stage: {identifier: s, type: Custom, when: {pipelineStatus: All, condition: <+input>}, spec: <+input>}}]
      """
    #expect(try merge([], pipeline: text).resolution.missing.map(\.path) == ["pipeline.stages.s.spec"])
  }

  @Test("Overlays name input sets, and nothing else") func overlays() throws {
    let one = try #require(
      HarnessSample.inputSet("inputSet: {identifier: one, name: one, pipeline: {identifier: app}}"))
    let none = try #require(HarnessSample.inputSet("inputSet: {identifier: none, name: none}"))
    func upstream(_ references: String) throws -> [String] {
      let text = "overlayInputSet: {identifier: o, name: o, pipelineIdentifier: app, inputSetReferences: \(references)}"
      let overlay = try #require(HarnessSample.overlay(text))
      return HarnessInputs.sets(of: overlay, among: [one, none], overlays: [overlay]).problems.map(\.upstream)
    }
    #expect(try upstream("[one, one]").isEmpty)
    #expect(try upstream("[]") == ["Input Set References can't be empty"])
    #expect(try upstream("[two]") == ["Reference does not exist"])
    #expect(try upstream("[o]") == ["References can't be other overlay input sets"])
    #expect(try upstream("[none]") == ["Reference is an invalid Input Set"])
  }

  @Test func triggersCarryValuesAsText() throws {
    let text = """
      trigger:
        identifier: t
        inputYaml: |
          pipeline:
            identifier: app
            variables: [{name: env, type: String, value: nightly}]
      """
    guard case .harness(.trigger(let trigger))? = HarnessSample.document(text) else {
      Issue.record("no trigger")
      return
    }
    let document = try #require(HarnessSample.pipeline(Self.pipeline))
    let values = try #require(HarnessInputs.values(of: trigger))
    let merged = HarnessInputs.merge(pipeline: document.data, sets: [values])
    #expect(HarnessSample.value(at: "variables.env.value", in: merged.pipeline) == "nightly")
  }
}
