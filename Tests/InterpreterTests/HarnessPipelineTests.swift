import IR
import Interpreter
import Planner
import Testing

/// Whole pipelines on a backend that pretends: outputs, groups, loops, stages, what people are asked.
@Suite struct HarnessPipelineTests {
  private static func ci(_ stages: String, variables: String = "") -> String {
    "pipeline:\n  identifier: p\n  name: p\n\(variables)  stages:\n" + stages
  }

  private static func stage(_ id: String, _ steps: String, more: String = "") -> String {
    """
        - stage:
            identifier: \(id)
            name: \(id)
            type: CI
    \(more)        spec:
              cloneCodebase: false
              infrastructure: {type: KubernetesDirect, spec: {connectorRef: c, namespace: n}}
              execution:
                steps:

    """
      + steps.split(separator: "\n", omittingEmptySubsequences: false).map { "              " + $0 }
      .joined(separator: "\n") + "\n"
  }

  private static func run(_ id: String, _ more: String = "", command: String = "true") -> String {
    "- step: {identifier: \(id), name: \(id), type: Run, spec: {image: busybox, connectorRef: c, command: '\(command)'\(more)}}"
  }

  /// A plugin's output is read by a later step, by a step of a later group and by a step of a later stage, each in its own
  /// form; a looped step's by its postfix.
  @Test func outputsAreReadInEveryForm() async throws {
    let plugin =
      "- step: {identifier: clone, name: clone, type: Plugin, spec: {image: x, connectorRef: c, settings: {path: a}}}"
    let first = Self.stage(
      "build",
      [
        plugin, Self.run("near", ", envVariables: {V: <+steps.clone.output.outputVariables.COMMIT>}"),
        "- stepGroup:\n    identifier: g\n    name: g\n    steps:",
        "      " + Self.run("inside", ", envVariables: {V: <+execution.steps.clone.output.outputVariables.COMMIT>}"),
        "      " + Self.run("deeper", ", outputVariables: [{name: W}]"),
        Self.run("after", ", envVariables: {V: <+steps.g.steps.deeper.output.outputVariables.W>}"),
      ].joined(separator: "\n"))
    let form = "<+pipeline.stages.build.spec.execution.steps.clone.output.outputVariables.COMMIT>"
    let second = Self.stage(
      "deploy", Self.run("far", ", envVariables: {V: \(form), N: <+steps.near.output.outputVariables.X>}"))
    let run = try await HarnessRun(
      Self.ci(first + second),
      script: [
        "clone": DummyScript.Step(files: ["DRONE_OUTPUT": "COMMIT=abc\nOTHER=x\n"]),
        "deeper": DummyScript.Step(files: ["DRONE_OUTPUT": "W=__B64__dHdvCmxpbmVz\nUNDECLARED=1\n"]),
      ])
    #expect(run.outcome.status == .success)
    for step in ["near", "inside", "far"] {
      #expect(run.backend.environment(of: step)?.last { $0.name == "V" }?.value == "abc", "\(step)")
    }
    #expect(run.backend.environment(of: "after")?.last { $0.name == "V" }?.value == "two\nlines")
    // What no step gives is the text null.
    #expect(run.backend.environment(of: "far")?.last { $0.name == "N" }?.value == "null")
  }

  /// Outputs are read also of a step that failed; a secret one is masked from then on, and is a secret to those who read it.
  @Test func outputsOfFailedStepsAndSecretOutputs() async throws {
    let steps = [
      "- step: {identifier: a, name: a, type: Run, failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: Ignore}}}], spec: {image: b, connectorRef: c, command: x, outputVariables: [{name: T, type: Secret}, {name: P}]}}",
      Self.run("b", ", envVariables: {T: <+steps.a.output.outputVariables.T>, P: <+steps.a.output.outputVariables.P>}"),
    ].joined(separator: "\n")
    let run = try await HarnessRun(
      Self.ci(Self.stage("s", steps)),
      script: [
        "a": DummyScript.Step(end: .exited(code: 3), files: ["DRONE_OUTPUT": "T=hunter2\nP=plain\n"]),
        "b": DummyScript.Step(output: ["it is hunter2 and plain\n"]),
      ])
    #expect(run.text == "a IGNORE_FAILED, b SUCCEEDED; s IGNORE_FAILED")
    #expect(run.backend.environment(of: "b")?.last { $0.name == "T" }?.value == "hunter2")
    #expect(run.backend.environment(of: "b")?.last { $0.name == "P" }?.value == "plain")
    #expect(run.recorder.output == ["b: it is ************** and plain"])
  }

  /// `DRONE_ENV`: what a step writes there is set for those that follow in its stage, and not in the next.
  @Test func exportedVariables() async throws {
    let run = try await HarnessRun(
      Self.ci(
        Self.stage("s", [Self.run("a"), Self.run("b")].joined(separator: "\n")) + Self.stage("t", Self.run("c"))),
      script: ["a": DummyScript.Step(files: ["DRONE_ENV": "MODE=fast\n"])])
    #expect(run.backend.environment(of: "b")?.last { $0.name == "MODE" }?.value == "fast")
    #expect(run.backend.environment(of: "c")?.contains { $0.name == "MODE" } == false)
  }

  /// A missing secret fails the step that needs it, and Harness's fourteen asterisks stand for one that is there.
  @Test func secrets() async throws {
    let steps = [
      Self.run("a", #", envVariables: {T: '<+secrets.getValue("org.token")>'}"#),
      "- step: {identifier: b, name: b, type: Run, when: {stageStatus: All}, spec: {image: b, connectorRef: c, command: x, envVariables: {T: '<+secrets.getValue(\"gone\")>'}}}",
    ].joined(separator: "\n")
    let run = try await HarnessRun(
      Self.ci(Self.stage("s", steps)), script: ["a": DummyScript.Step(output: ["my hunter2\n"])],
      secrets: [("org.token", "hunter2")])
    #expect(run.backend.environment(of: "a")?.last { $0.name == "T" }?.value == "hunter2")
    #expect(run.recorder.output == ["a: my **************"])
    #expect(run.text == "a SUCCEEDED, b FAILED; s FAILED")
    #expect(run.message(of: "s.b") == "no value for the secret gone (--secret-file or --secret gives one)")
  }

  /// Background steps are started, not awaited, and end with their stage.
  @Test func backgroundSteps() async throws {
    let steps = [
      "- step: {identifier: db, name: db, type: Background, spec: {image: b, connectorRef: c, command: serve}}",
      Self.run("a"),
    ].joined(separator: "\n")
    let run = try await HarnessRun(
      Self.ci(Self.stage("s", steps)),
      script: ["db": DummyScript.Step(endsAfter: [.never]), "a": DummyScript.Step(startsAfter: [.started("db")])])
    #expect(run.text == "db SUCCEEDED, a SUCCEEDED; s SUCCEEDED")
    #expect(
      run.backend.journal == [
        "prepare p", "start db", "start a", "remove a", "stop db", "remove db", "clean up p",
      ])
  }

  /// A loop runs its iterations together, at most as many as it says; one that fails does not stop the others.
  @Test(
    arguments: [
      (
        "matrix: {os: [l, w], go: ['1', '2']}",
        "t_0_0 SUCCEEDED, t_0_1 FAILED, t_1_0 SUCCEEDED, t_1_1 SUCCEEDED; s FAILED"
      ),
      ("repeat: {times: 2, maxConcurrency: 1}", "t_0 SUCCEEDED, t_1 SUCCEEDED; s SUCCEEDED"),
      (
        "matrix: {os: [l, w], go: ['1', '2'], maxConcurrency: 1}, onFailure: SkipQueued",
        "t_0_0 SUCCEEDED, t_0_1 FAILED, t_1_0 SKIPPED, t_1_1 SKIPPED; s FAILED"
      ),
    ])
  func loops(_ strategy: String, _ expected: String) async throws {
    let step =
      "- step: {identifier: t, name: t, type: Run, strategy: {\(strategy)}, spec: {image: b, connectorRef: c, command: x}}"
    let run = try await HarnessRun(Self.ci(Self.stage("s", step)), script: ["t_0_1": .exit(1)])
    let parts = run.text.split(separator: "; ")
    let steps = parts[0].split(separator: ", ").sorted().joined(separator: ", ")
    #expect(steps + "; " + parts[1] == expected)
  }

  /// A loop over a list that an earlier step gives is expanded when it is there.
  @Test func aLoopThatWaitsForAnOutput() async throws {
    let steps = [
      Self.run("a", ", outputVariables: [{name: L}]"),
      "- step: {identifier: t, name: t, type: Run, strategy: {repeat: {items: <+steps.a.output.outputVariables.L>}}, spec: {image: b, connectorRef: c, command: x, envVariables: {I: <+repeat.item>}}}",
    ].joined(separator: "\n")
    let run = try await HarnessRun(
      Self.ci(Self.stage("s", steps)), script: ["a": DummyScript.Step(files: ["DRONE_OUTPUT": "L=[\"x\",\"y\"]\n"])])
    #expect(run.outcome.status == .success)
    #expect(run.backend.environment(of: "t_0")?.last { $0.name == "I" }?.value == "x")
    #expect(run.backend.environment(of: "t_1")?.last { $0.name == "I" }?.value == "y")
  }

  /// Y62: parallel stages meet at a barrier; where one fails before it, the other fails at it.
  @Test(arguments: [false, true])
  func barriers(_ fails: Bool) async throws {
    func stage(_ id: String) -> String {
      """
              - stage: {identifier: \(id), name: \(id), type: Custom, spec: {execution: {steps: [
                  {step: {identifier: \(id)_work, name: \(id)_work, type: ShellScript, spec: {shell: Bash, source: {type: Inline, spec: {script: x}}}}},
                  {step: {identifier: meet, name: meet, type: Barrier, spec: {barrierRef: both}}}]}}}

      """
    }
    let yaml =
      "pipeline:\n  identifier: p\n  name: p\n  flowControl: {barriers: [{identifier: both, name: both}]}\n  stages:\n    - parallel:\n"
      + stage("x") + stage("y")
    let run = try await HarnessRun(yaml, script: fails ? ["x_work": .exit(1)] : [:])
    #expect(run.outcome.status == (fails ? .failure : .success))
    #expect(run.message(of: "y.meet") == (fails ? "x failed before it reached the barrier both" : nil))
  }

  /// Y61: one barrier in two stages that follow each other would wait for ever.
  @Test func aBarrierThatCanNeverOpen() async throws {
    func stage(_ id: String) -> String {
      "    - stage: {identifier: \(id), name: \(id), type: Custom, spec: {execution: {steps: [{step: {identifier: meet, name: meet, type: Barrier, spec: {barrierRef: both}}}]}}}\n"
    }
    let yaml =
      "pipeline:\n  identifier: p\n  name: p\n  flowControl: {barriers: [{identifier: both, name: both}]}\n  stages:\n"
      + stage("x") + stage("y")
    let run = try await HarnessRun(yaml)
    #expect(run.message(of: "x.meet") == "Barrier Deadlock Detected: 'both'")
  }

  /// What stands in for a step that only a delegate does is read as its output.
  @Test func stubs() async throws {
    let yaml = """
      pipeline:
        identifier: p
        name: p
        stages:
          - stage:
              identifier: s
              name: s
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: helm, name: helm, type: HelmDeploy, spec: {skipDryRun: false}}
                    - step: {identifier: say, name: say, type: ShellScript, spec: {shell: Bash, source: {type: Inline, spec: {script: "echo <+steps.helm.output.releaseName>"}}}}
      """
    var options = HarnessRunOptions()
    options.stubs["helm"] = try HarnessStub.read(#"{"releaseName": "web"}"#, type: "HelmDeploy").get()
    let run = try await HarnessRun(yaml, options: options)
    #expect(run.text == "helm SUCCEEDED, say SUCCEEDED; s SUCCEEDED")
    #expect(run.backend.command(of: "say") == ["sh", "-c", "echo web"])
    let without = try await HarnessRun(yaml)
    #expect(
      without.message(of: "s.helm")
        == "a step of type HelmDeploy is done by a Harness delegate, which is not here (--stub s.helm)")
    #expect(
      HarnessStub.read(#"{"releaseNam": "web"}"#, type: "HelmDeploy")
        == .failure(.init(message: "steps of type HelmDeploy have no output 'releaseNam'; did you mean 'releaseName'?"))
    )
  }

  /// What a plugin that pushes images writes down is read beside `output`.
  @Test func artifacts() async throws {
    let steps = [
      Self.run("push"),
      Self.run(
        "after",
        ", envVariables: {U: '<+execution.steps.push.artifact_push.stepArtifacts.publishedImageArtifacts[0].tag>'}"),
    ].joined(separator: "\n")
    let file =
      #"{"kind":"docker/v1","data":{"registryUrl":"https://r","images":[{"image":"org/app:1.2","digest":"sha256:x"}]}}"#
    let run = try await HarnessRun(
      Self.ci(Self.stage("s", steps)), script: ["push": DummyScript.Step(files: ["PLUGIN_ARTIFACT_FILE": file])])
    #expect(run.backend.environment(of: "after")?.last { $0.name == "U" }?.value == "1.2")
  }

  /// A stage that is another pipeline cannot run here, and is never taken for an empty one.
  @Test func childPipelines() async throws {
    let yaml =
      "pipeline: {identifier: p, name: p, stages: [{stage: {identifier: c, name: c, type: Pipeline, spec: {org: o, project: q, pipeline: other}}}]}"
    let run = try await HarnessRun(yaml)
    #expect(run.text == "; c FAILED")
    var options = HarnessRunOptions()
    options.stubs["c"] = HarnessStub()
    #expect(try await HarnessRun(yaml, options: options).text == "; c SUCCEEDED")
  }
}
