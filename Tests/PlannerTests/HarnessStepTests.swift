import Testing

@testable import Planner

/// What container steps of Harness pipelines run with: §3 of the reference and its rows Y63 to Y65.
@Suite struct HarnessStepTests {
  // MARK: Limits, pull policy, clones

  @Test(
    "Y63, Y64: memory and processors",
    arguments: [
      ("{limits: {memory: 1.5Gi, cpu: 0.5}}", Int64(1_610_612_736), Int64(500)), ("{}", 500 << 20, 400),
      ("{limits: {memory: 300Mi, cpu: 250m}}", 300 << 20, 250), ("{limits: {memory: 100, cpu: \"2\"}}", 100, 2000),
      ("{limits: {memory: 1Ki, cpu: x}}", 500 << 20, 400),
    ]) func resources(_ resources: String, _ memory: Int64, _ processors: Int64) throws
  {
    let steps = "- step: {identifier: t, type: Run, spec: {image: i, command: c, resources: \(resources)}}"
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps))
    #expect(step.memoryLimit == memory)
    #expect(step.processorLimit == processors)
  }

  @Test(
    "Y65: how much of the history is cloned",
    arguments: [
      ("build: {type: branch, spec: {branch: main}}", "50"), ("build: {type: tag, spec: {tag: v1}}", "50"),
      ("build: {type: PR, spec: {number: 3}}", nil), ("build: {type: branch, spec: {branch: main}}, depth: 0", nil),
      ("build: {type: branch, spec: {branch: main}}, depth: 7", "7"),
    ] as [(String, String?)]) func clone(_ codebase: String, _ depth: String?) throws
  {
    let steps = "- step: {identifier: t, type: Run, spec: {image: i, command: c}}"
    let head = "properties: {ci: {codebase: {connectorRef: c, \(codebase)}}}"
    let yaml = HarnessPlanning.file(steps: steps, head: head).replacing(
      "cloneCodebase: false", with: "cloneCodebase: true")
    let plan = HarnessPlanning.plan(yaml)
    let step = try HarnessPlanning.step("build.harness-git-clone", in: plan)
    #expect(step.variable("PLUGIN_DEPTH") == depth)
    #expect(step.role == .clone)
    #expect(plan.pipelines[0].steps.last?.needs == ["build.harness-git-clone"])
  }

  @Test(arguments: [
    ("Always", Plan.PullPolicy.always), ("Never", .never), ("IfNotPresent", .ifNotExists), ("<+nope>", .automatic),
  ]) func pull(_ written: String, _ policy: Plan.PullPolicy) throws {
    let steps = "- step: {identifier: t, type: Run, spec: {image: i, command: c, imagePullPolicy: \(written)}}"
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps))
    #expect(step.pull == policy)
  }

  // MARK: Commands

  @Test(
    "§3.5: how commands are started",
    arguments: [
      ("Sh", true, ["sh", "-c"], "set -e; echo hi"), ("Bash", true, ["bash", "-c"], "set -e; echo hi"),
      ("Powershell", true, ["powershell", "-Command"], "$ErrorActionPreference = 'Stop' \necho hi"),
      ("Pwsh", true, ["pwsh", "-Command"], "$ErrorActionPreference = 'Stop' \necho hi"),
      ("Python", true, ["python3", "-c"], "echo hi"), ("Python", false, ["python3", "-c"], "echo hi"),
    ]) func shells(_ shell: String, _ isMachine: Bool, _ entrypoint: [String], _ command: String) throws
  {
    let steps = "- step: {identifier: t, type: Run, spec: {image: i, shell: \(shell), command: echo hi}}"
    let plan = HarnessPlanning.plan(steps: steps, machine: isMachine ? "runtime: {type: Cloud, spec: {}}" : nil)
    let step = try HarnessPlanning.step("build.t", in: plan)
    #expect(step.entrypoint == entrypoint)
    #expect(step.command == [command])
    #expect(step.commands == ["echo hi"])
  }

  @Test("§3.8: outputs are written behind the command") func export() throws {
    func command(_ shell: String, _ machine: String? = "runtime: {type: Cloud, spec: {}}") throws -> String {
      let steps = """
        - step:
            identifier: t
            type: Run
            spec: {image: i, shell: \(shell), command: echo hi, outputVariables: [{name: IMAGE_TAG, value: TAG}, {name: B}]}
        """
      let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps, machine: machine))
      return step.command?.first ?? ""
    }
    #expect(
      try command("Sh") == """
        set -e; echo hi
        echo "IMAGE_TAG=__B64__$(printf '%s' "$TAG" | base64 | tr -d '\\n')" >> "$DRONE_OUTPUT"
        echo "B=__B64__$(printf '%s' "$B" | base64 | tr -d '\\n')" >> "$DRONE_OUTPUT"
        """)
    #expect(try command("Sh", nil).hasSuffix("\nexit $status_of_step"))
    #expect(try command("Python").contains("os.environ['TAG']"))
    #expect(try command("Pwsh").contains("$Env:TAG"))
  }

  @Test("a step without a command runs what its image runs; an entrypoint wins over a command") func entrypoints()
    throws
  {
    let steps = """
      - step: {identifier: a, type: Run, spec: {image: i}}
      - step: {identifier: b, type: Background, spec: {image: i, command: c, entrypoint: [x, y]}}
      - step: {identifier: c, type: Plugin, spec: {image: i, entrypoint: run}}
      """
    let plan = HarnessPlanning.plan(steps: steps)
    #expect(try HarnessPlanning.step("build.a", in: plan).entrypoint == nil)
    let background = try HarnessPlanning.step("build.b", in: plan)
    #expect(background.entrypoint == ["x", "y"])
    #expect(background.command == nil)
    #expect(background.isDetached && background.networkAliases == ["b"])
    #expect(try HarnessPlanning.step("build.c", in: plan).entrypoint == ["run"])
  }

  // MARK: Environment

  @Test("§1.10, §3.4: what overrides what") func environment() throws {
    let steps = """
      - stepGroup:
          identifier: g
          name: G
          steps:
            - step: {identifier: t, name: T, type: Run, spec: {image: i, command: c, envVariables: {env: own, CI: no, N: 3}}}
            - step: {identifier: u, name: U, type: Background, spec: {image: i}}
      """
    let plan = HarnessPlanning.plan(steps: steps, head: HarnessSettingTests.head)
    let step = try HarnessPlanning.step("build.g.t", in: plan)
    let expected = [
      "env": "own", "CI": "no", "N": "3", "n": "3", "tok": "<+secrets.getValue(\"org.tok\")>",
      "HARNESS_PIPELINE_ID": "p", "HARNESS_STAGE_ID": "build", "HARNESS_WORKSPACE": "/harness",
      "HARNESS_BUILD_ID": "1", "HARNESS_EXECUTION_ID": "<+pipeline.executionId>", "DRONE_BRANCH": "main",
      "DRONE_BUILD_NUMBER": "1", "DRONE_STAGE_STATUS": "SUCCESS", "DRONE_STEP_NAME": "T", "DRONE_STEP_NUMBER": "1",
      "DRONE_OUTPUT": "/tmp/engine/g_t-output.env", "HARNESS_OUTPUT_FILE": "/tmp/engine/g_t-output.env",
    ]
    for (name, text) in expected { #expect(step.variable(name) == text, "\(name)") }
    #expect(step.workingDirectory == "/harness")
    #expect(
      step.mounts == [.init(volume: "_workspace", path: "/harness"), .init(volume: "engine", path: "/tmp/engine")])
    #expect(try HarnessPlanning.step("build.g.u", in: plan).networkAliases == ["g_u"])
  }

  @Test("§5.3: what loops give to their steps") func loopEnvironment() throws {
    let steps = "- step: {identifier: t, type: Run, strategy: {parallelism: 3}, spec: {image: i, command: c}}"
    let step = try HarnessPlanning.step("build.t_2", in: HarnessPlanning.plan(steps: steps))
    #expect(step.variable("HARNESS_STEP_INDEX") == "2")
    #expect(step.variable("HARNESS_STEP_TOTAL") == "3")
    #expect(step.variable("HARNESS_NODE_TOTAL") == "3")
    #expect(step.variable("HARNESS_STAGE_INDEX") == nil)
  }

  @Test("a text that cannot be computed is said before the run") func failingTexts() throws {
    let head = "variables: [{name: a, type: String, value: <+pipeline.variables.a>}]"
    let steps = "- step: {identifier: t, type: Run, spec: {image: i, command: 'echo <+pipeline.variables.a>'}}"
    let step = try HarnessPlanning.step("build.t", in: HarnessPlanning.plan(steps: steps, head: head))
    #expect(step.reason.text.hasPrefix("fails when it starts: "))
    #expect(step.decision == .run)
  }
}
