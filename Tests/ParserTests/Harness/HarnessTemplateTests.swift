import Diagnostics
import IR
import Parser
import Testing

/// Links to templates, as §7.1 and §7.2 of the reference have them.
@Suite struct HarnessTemplateTests {
  private static let step = """
    template:
      identifier: greet
      name: greet
      type: Step
      versionLabel: "1.9"
      spec:
        type: Run
        timeout: 5m
        spec: {image: <+input>, command: echo old, shell: "<+input>.allowedValues(Sh, Bash)"}
    """
  private static let newerStep = step.replacing("1.9", with: "1.10").replacing("echo old", with: "echo new")
  private static let stage = """
    template:
      identifier: build
      name: build
      type: Stage
      versionLabel: v1
      variables:
        - {name: level, type: String, value: <+input>}
      spec:
        type: CI
        variables:
          - {name: own, type: String, value: x}
        spec:
          runtime: {type: Cloud, spec: {}}
          execution:
            steps:
              - step:
                  identifier: hello
                  name: hello
                  template: {templateRef: account.greet, versionLabel: "1.9", templateInputs: {type: Run, spec: {image: <+input>}}}
              - insert: {identifier: more, name: more, steps: []}
    """

  private func resolve(_ pipeline: String, _ templates: [String]) throws -> HarnessTemplates.Resolution {
    let document = try #require(HarnessSample.pipeline(pipeline))
    let loaded = try templates.enumerated().map { index, text in
      try #require(HarnessSample.template(text, id: UInt32(index + 1)))
    }
    return HarnessTemplates(loaded).resolve(document.data)
  }

  private static func pipeline(step: String) -> String {
    """
    pipeline:
      identifier: app
      name: app
      stages:
        - stage:
            identifier: s
            name: s
            type: CI
            spec: {execution: {steps: [{step: {identifier: mine, name: my step, template: {\(step)}}}]}}
    """
  }

  @Test("The body takes the place of the link, under the link's names and with its inputs") func stepTemplate() throws {
    let text = Self.pipeline(
      step: "templateRef: greet, versionLabel: \"1.9\", templateInputs: {type: Run, spec: {image: alpine}}")
    let resolution = try resolve(text, [Self.step])
    #expect(resolution.problems.isEmpty && resolution.unresolved.isEmpty)
    let path = "stages.s.spec.execution.steps.mine."
    let values = ["identifier", "name", "type", "timeout", "spec.image", "spec.command"].map {
      HarnessSample.value(at: path + $0, in: resolution.pipeline)
    }
    #expect(values == ["mine", "my step", "Run", "5m", "alpine", "echo old"])
    let settled = HarnessInputs.settle(resolution.pipeline)
    #expect(settled.missing.map(\.path) == ["pipeline." + path + "spec.shell"])
    // What the template says is in the template's file, what the pipeline says in the pipeline's.
    guard case .stage(let stage)? = HarnessLoader.pipeline(settled.pipeline, form: .v0).stages.first,
      case .step(let step)? = stage.steps.first, case .run(let run) = step.action
    else {
      Issue.record("no step")
      return
    }
    #expect(run.command?.span.source == SourceID(1))
    #expect(run.container.image?.span.source == SourceID(0))
    #expect(step.span.source == SourceID(0))
  }

  @Test(
    "A link without a version takes the newest, and scopes decide only between several",
    arguments: [
      ("templateRef: greet", "echo new"), ("templateRef: account.greet", "echo new"),
      ("templateRef: org.greet", "echo new"), ("templateRef: greet, versionLabel: \"1.9\"", "echo old"),
    ])
  func versions(link: String, command: String) throws {
    let resolution = try resolve(Self.pipeline(step: link), [Self.step, Self.newerStep])
    #expect(resolution.problems.isEmpty)
    #expect(
      HarnessSample.value(at: "stages.s.spec.execution.steps.mine.spec.command", in: resolution.pipeline) == command)
  }

  @Test("A template that says where it belongs is not meant by a reference elsewhere") func scopes() throws {
    let ours = Self.step.replacing("name: greet", with: "name: greet\n  orgIdentifier: o\n  projectIdentifier: p")
    let path = "stages.s.spec.execution.steps.mine.spec.command"
    for (reference, command) in [("greet", "echo old"), ("account.greet", nil), ("org.greet", nil)] {
      let resolution = try resolve(Self.pipeline(step: "templateRef: \(reference)"), [ours])
      #expect(HarnessSample.value(at: path, in: resolution.pipeline) == command, "\(reference)")
    }
  }

  @Test("Templates of templates, inserts, and variables of templates") func nested() throws {
    let text = """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: one
              name: one
              template:
                templateRef: build
                templateVariables: {level: high}
                templateInputs:
                  type: CI
                  spec:
                    execution:
                      steps:
                        - step: {identifier: hello, template: {templateInputs: {type: Run, spec: {image: busybox}}}}
                        - insert:
                            identifier: more
                            steps: [{step: {identifier: extra, name: extra, type: Run, spec: {command: make}}}]
      """
    let resolution = try resolve(text, [Self.step, Self.stage])
    #expect(resolution.problems.map(\.upstream).isEmpty)
    func value(_ path: String) -> String? { HarnessSample.value(at: "stages.one." + path, in: resolution.pipeline) }
    #expect(value("spec.execution.steps.hello.spec.image") == "busybox")
    #expect(value("spec.execution.steps.more.steps.extra.spec.command") == "make")
    #expect(value("variables.own.value") == "x")
    #expect(value("variables.level.value") == "high")
  }

  @Test(
    "What does not fit is refused (row 78)",
    arguments: [
      (
        "templateRef: greet, versionLabel: \"1.9\", templateInputs: {type: Run, spec: {command: echo mine}}",
        "fixed-field",
        "Field not a runtime input"
      ),
      (
        "templateRef: greet, versionLabel: \"1.9\", templateInputs: {spec: {shell: Zsh}}", "rejected-input",
        "The values provided for pipeline.stages.s.spec.execution.steps.mine.spec.shell: [Zsh] do not match any of the "
          + "allowed values [Sh, Bash]"
      ),
      (
        "templateRef: greet, versionLabel: \"2\"", "unknown-template",
        "Template with identifier greet and versionLabel 2 does not exist"
      ),
      ("templateRef: build", "template-type", "Template type Stage cannot be used as Step"),
    ])
  func complaints(link: String, rule: String, upstream: String) throws {
    let resolution = try resolve(Self.pipeline(step: link), [Self.step, Self.stage])
    #expect(resolution.problems.map(\.diagnostic.rule.text) == [rule])
    #expect(resolution.problems.map(\.upstream) == [upstream])
  }

  @Test("A template that is not at hand stays a link") func unknown() throws {
    let resolution = try resolve(Self.pipeline(step: "templateRef: org.other"), [Self.step])
    #expect(resolution.problems.isEmpty)
    #expect(resolution.unresolved.map { $0.reference?.value } == ["org.other"])
  }

  @Test("Cycles and templates that multiply end") func bounded() throws {
    func group(_ name: String, _ links: [String]) -> String {
      """
      template:
        identifier: \(name)
        name: \(name)
        type: StepGroup
        versionLabel: v1
        spec: {steps: [\(links.enumerated().map { "{stepGroup: {identifier: g\($0.offset), name: g, template: {templateRef: \($0.element)}}}" }.joined(separator: ", "))]}
      """
    }
    let pipeline = """
      pipeline:
        identifier: app
        stages:
          - stage:
              identifier: s
              spec: {execution: {steps: [{stepGroup: {identifier: top, name: top, template: {templateRef: t0}}}]}}
      """
    let cycle = try resolve(pipeline, [group("t0", ["t1"]), group("t1", ["t0"])])
    #expect(cycle.problems.map(\.diagnostic.message) == ["the template `t0` leads back to itself: t0 → t1 → t0"])
    // Every template links to the next one eight times: 8^20 steps if nobody counted.
    let many = (0..<20).map { index in group("t\(index)", Array(repeating: "t\(index + 1)", count: 8)) }
    let bomb = try resolve(pipeline, many)
    #expect(bomb.problems.map(\.diagnostic.rule) == ["input-limit"])
    let chain = (0..<500).map { index in group("t\(index)", ["t\(index + 1)"]) }
    #expect(try resolve(pipeline, chain).problems.map(\.diagnostic.rule) == ["input-limit"])
  }
}
