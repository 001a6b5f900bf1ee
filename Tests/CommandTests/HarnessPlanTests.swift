import Foundation
import TestSupport
import Testing

/// `pipec plan` over Harness files: what it needs beside them, and what it says where that is missing.
@Suite struct HarnessPlanTests {
  private static let pipeline = """
    pipeline:
      identifier: app
      name: App
      allowStageExecutions: true
      variables:
        - {name: env, type: String, value: "<+input>.allowedValues(dev,prod)"}
        - {name: count, type: Number, value: <+input>.default(3)}
      stages:
        - stage:
            identifier: one
            name: One
            type: Custom
            spec:
              execution:
                steps:
                  - step:
                      identifier: say
                      name: Say
                      type: ShellScript
                      spec:
                        shell: Bash
                        onDelegate: true
                        source:
                          type: Inline
                          spec: {script: 'echo <+pipeline.variables.env> <+pipeline.variables.count> <+trigger.event>'}
        - stage:
            identifier: two
            name: Two
            type: Custom
            spec: {execution: {steps: [{step: {identifier: s, name: S, type: Wait, spec: {duration: 10s}}}]}}

    """

  private func run(_ arguments: [String], _ files: [String: String] = [:]) throws -> (
    status: Int32, output: String, error: String
  ) {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("app.yaml", Self.pipeline)
    for (name, text) in files { try runner.write(name, text) }
    let result = try runner.run(arguments: ["plan", "app.yaml", "--details"] + arguments)
    return (result.status, result.output, result.error)
  }

  /// One mistake is told once, also where both reading and planning fail because of it.
  @Test func oneMistakeIsToldOnce() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let text = Self.pipeline.replacing(
      "        type: Custom\n", with: "        type: Custom\n        when: {pipelineStatus: Succes}\n",
      maxReplacements: 1)
    try runner.write("app.yaml", text)
    let result = try runner.run("plan", "app.yaml", "--set", "variables.env=dev")
    #expect(result.status == 1)
    #expect(result.error.components(separatedBy: "error[").count == 2, "\(result.error)")
    #expect(result.error.contains("error[unknown-value]: `pipelineStatus` cannot be `Succes`"))
  }

  /// That nothing is cloned is not drawn, and not counted either.
  @Test func countsWhatIsDrawn() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let example = Repository.url("examples/harness-plugin").path
    let drawn = try runner.shell("cd '\(example)' && \"$pipec\" plan")
    #expect(drawn.output.hasSuffix("1 of 1 pipeline, 4 of 4 steps would run\n"))
    let listed = try runner.shell("cd '\(example)' && \"$pipec\" plan --details")
    #expect(listed.output.contains("1 of 1 pipeline, 4 of 5 steps would run\n"))
  }

  @Test func missingInputsAreNamed() throws {
    let result = try run([])
    #expect(result.status == 1)
    #expect(result.error.contains("pipeline.variables.env is a runtime input that nobody has given"))
    #expect(result.error.contains("--set pipeline.variables.env=VALUE"))
    #expect(result.output.contains("does not run"))
  }

  @Test(
    arguments: [
      (["--set", "variables.env=prod"], [:], "echo prod 3 null"),
      (["--set", "pipeline.variables.env=prod", "--set", "variables.count=4"], [:], "echo prod 4 null"),
      (
        ["--input-set", "in.yaml"],
        [
          "in.yaml":
            "inputSet: {identifier: i, name: I, pipeline: {identifier: app, variables: [{name: env, type: String, value: dev}]}}"
        ],
        "echo dev 3 null"
      ),
      (
        ["--set", "variables.env=dev", "--trigger", "push.json"],
        ["push.json": "{\"ref\": \"refs/heads/main\", \"repository\": {\"name\": \"n\"}, \"commits\": []}"],
        "echo dev 3 PUSH"
      ),
      (["--set", "variables.env=dev", "--event", "pull_request"], [:], "echo dev 3 PR"),
    ] as [([String], [String: String], String)]) func inputs(
      _ arguments: [String], _ files: [String: String], _ command: String
    ) throws
  {
    let result = try run(arguments, files)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("$ \(command)\n"), "\(result.output)")
  }

  /// Fields that are no runtime inputs are not filled: `Field not a runtime input` (harness.md, Y54).
  @Test func valuesForFixedFieldsAreIgnoredAndSaidToBe() throws {
    let result = try run(["--set", "variables.env=dev", "--set", "name=Other"])
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.hasPrefix("App (harness, linux/amd64) runs"), "\(result.output)")
    #expect(
      result.error == """
        warning[fixed-field]: the pipeline does not ask for `pipeline.name`, so that this is ignored
         --> --set:1:6
          |
        1 | name=Other
          |      ^^^^^
          = help: take it away, or write `<+input>` in the pipeline


        """)
  }

  @Test func valuesThatAnInputRefusesRefuseThePlan() throws {
    let result = try run(["--set", "variables.env=test"])
    #expect(result.status == 1)
    #expect(result.error.contains("rejected-input"))
  }

  @Test(
    "settings that are maps are written as Harness does, or on one line",
    arguments: [
      ([], #"{\n  \"k\" : [ 1, 2 ]\n}"#), (["--compact-settings"], #"{\"k\":[1,2]}"#),
    ] as [([String], String)]) func settings(_ arguments: [String], _ expected: String) throws
  {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      "ci.yaml",
      """
      pipeline:
        identifier: p
        name: P
        stages:
          - stage:
              identifier: build
              name: Build
              type: CI
              spec:
                cloneCodebase: false
                runtime: {type: Cloud, spec: {}}
                execution:
                  steps: [{step: {identifier: n, name: N, type: Plugin, spec: {image: i, settings: {c: {k: [1, 2]}}}}}]

      """)
    let result = try runner.run(arguments: ["plan", "ci.yaml", "--format", "json"] + arguments)
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains(expected), "\(result.output)")
  }

  @Test func stagesAreChosen() throws {
    let result = try run(["--set", "variables.env=dev", "--stages", "two"])
    #expect(result.output.contains("One (Custom stage one) does not run\n    is not among the stages that were chosen"))
    let wrong = try run(["--set", "variables.env=dev", "--stages", "tow"])
    #expect(wrong.status == 2)
    #expect(wrong.error.contains("no stage has the identifier 'tow'"))
  }

  @Test func aTriggerDecides() throws {
    let trigger = """
      trigger:
        identifier: onMain
        orgIdentifier: o
        projectIdentifier: p
        pipelineIdentifier: app
        source:
          type: Webhook
          spec:
            type: Github
            spec:
              type: Push
              spec: {payloadConditions: [{key: targetBranch, operator: Equals, value: main}]}
        inputYaml: |
          pipeline:
            identifier: app
            variables: [{name: env, type: String, value: prod}]

      """
    func push(_ branch: String) -> String {
      "{\"ref\": \"refs/heads/\(branch)\", \"repository\": {\"name\": \"n\"}, \"commits\": []}"
    }
    let files = ["t.yaml": trigger, "main.json": push("main"), "dev.json": push("dev")]
    let fires = try run(["--trigger", "t.yaml", "--trigger", "main.json"], files)
    #expect(fires.status == 0, "\(fires.error)")
    #expect(fires.output.contains("$ echo prod 3 PUSH\n"))
    let sleeps = try run(["--trigger", "t.yaml", "--trigger", "dev.json"], files)
    #expect(sleeps.output.hasPrefix("App (harness, linux/amd64) does not run\n"))
    let words = sleeps.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(words.contains("the trigger onMain does not start it: targetBranch is dev, which is not Equals main"))
  }

  @Test func otherDocumentsAreNoPipelines() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("in.yaml", "inputSet:\n  identifier: i\n  name: I\n  pipeline: {identifier: app}\n")
    let result = try runner.run(arguments: ["plan", "in.yaml"])
    #expect(result.status == 2)
    #expect(result.error.contains("is an input set"))
  }

  @Test func templatesBesideThePipelineAreFilledIn() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      ".harness/app.yaml",
      """
      pipeline:
        identifier: app
        name: App
        stages:
          - stage:
              identifier: one
              name: One
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: p, name: P, template: {templateRef: pause, versionLabel: v1, templateInputs: {type: Wait, spec: {duration: 20s}}}}
      """)
    let missing = try runner.run(arguments: ["plan", ".harness/app.yaml"])
    #expect(missing.status == 1)
    #expect(missing.error.contains("the template pause is not beside the pipeline"))
    try runner.write(
      ".harness/templates/pause.yaml",
      "template: {identifier: pause, name: pause, type: Step, versionLabel: v1, spec: {type: Wait, spec: {duration: <+input>}}}\n"
    )
    let found = try runner.run(arguments: ["plan", ".harness/app.yaml"])
    #expect(found.status == 0, "\(found.error)")
    #expect(found.output.contains("Wait, by pipec itself"))
  }
}

/// `pipec eval` with a text that stands in a Harness pipeline.
@Suite struct HarnessEvalPlaceTests {
  @Test(arguments: [
    ("<+stage.name> <+step.identifier> <+matrix.os>", "Build t_1 mac"), ("<+pipeline.variables.env>", "prod"),
    ("<+steps.first.output.outputVariables.V>", "<+steps.first.output.outputVariables.V>"),
    ("<+secrets.getValue(\"x\")>", "<+secrets.getValue(\"x\")>"),
  ]) func atAStep(_ text: String, _ expected: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(
      "p.yaml",
      """
      pipeline:
        identifier: p
        name: P
        variables: [{name: env, type: String, value: <+input>}]
        stages:
          - stage:
              identifier: build
              name: Build
              type: CI
              spec:
                cloneCodebase: false
                runtime: {type: Cloud, spec: {}}
                execution:
                  steps:
                    - step: {identifier: first, name: F, type: Plugin, spec: {image: i}}
                    - step: {identifier: t, name: T, type: Run, strategy: {matrix: {os: [linux, mac]}}, spec: {command: c}}
      """)
    let arguments = ["eval", text, "--file", "p.yaml", "--at", "build.t_1", "--set", "variables.env=prod"]
    let result = try runner.run(arguments: arguments)
    #expect(result.output == expected + "\n", "\(result.error)")
    let wrong = try runner.run(arguments: ["eval", text, "--file", "p.yaml", "--at", "build.t_2"])
    #expect(wrong.status == 2)
    #expect(wrong.error.contains("no step is called 'build.t_2'"))
  }
}
