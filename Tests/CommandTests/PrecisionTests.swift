import TestSupport
import Testing

/// What reviews of real files showed to be said wrongly, by `pipec check` as it is called. Each row is reduced from a file that
/// its name tells; `PATH:` is left out of the lines.
@Suite struct PrecisionTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var file: String
    var text: String
    var expected: [String]
    var testDescription: String { name }

    init(_ name: String, _ file: String, _ text: String, _ expected: String...) {
      (self.name, self.file, self.text, self.expected) = (name, file, text, expected)
    }
  }

  private static let head = "kind: pipeline\ntype: docker\nname: default\n"
  private static let image = "steps:\n- name: a\n  image: acme/app:${DRONE_TAG}\n  commands: [make]\n"
  private static let emptyTag =
    ":18: error: where `DRONE_TAG` is empty, this colon ends a key, and the file cannot be read [yaml-syntax]"

  static let drone = [
    // A variable that only some builds have, by the triggers of the file (§5 of the reference of Drone).
    Row("a tag in a pipeline for tags", ".drone.yml", head + "trigger: {event: tag}\n" + image),
    Row("a tag in a pipeline for refs of tags", ".drone.yml", head + "trigger: {ref: ['refs/tags/**']}\n" + image),
    Row(
      "a tag in a pipeline for pushes, too", ".drone.yml", head + "trigger: {event: [push, tag]}\n" + image,
      "7\(emptyTag)"),
    Row("a tag without a trigger", ".drone.yml", head + image, "6\(emptyTag)"),
    Row(
      "a tag beside a pipeline for pushes, which reads the whole file", ".drone.yml",
      head + "trigger: {event: tag}\n" + image
        + "---\nkind: pipeline\ntype: docker\nname: other\nsteps:\n- {name: a, image: b, commands: [make]}\n",
      "7\(emptyTag)"),
    Row(
      "a target in a pipeline for promotions", ".drone.yml",
      head + "trigger: {event: promote}\nsteps:\n- name: a\n  image: acme/app:${DRONE_DEPLOY_TO}\n  commands: [make]\n"),
    Row(
      "a number in a pipeline for pull requests", ".drone.yml",
      head
        + "trigger: {event: pull_request}\nsteps:\n- name: a\n  image: acme/app:${DRONE_PULL_REQUEST}\n  commands: [x]\n"
    ),
    // drone/drone__docs__content__runner__kubernetes__configuration__policies.md.1.yml
    Row(
      "policies of the runner of Kubernetes", "policies.yml", "kind: policy\nname: a\nmatch:\n  repo: [ 'octocat/*' ]\n"
    ),
    Row(
      "a policy among pipelines", ".drone.yml", "kind: policy\nname: a\n",
      "1:7: warning: there is no kind `policy`: the server schedules it, and no runner ever takes it [unknown-kind]"),
    // drone/drone-plugins__drone-gh-pages__.drone.yml
    Row(
      "a key of other types of pipelines", ".drone.yml",
      head + "pool: {use: ubuntu}\nsteps:\n- {name: a, image: b, commands: [make]}\n",
      "4:1: warning: `pool` does nothing in a pipeline of type `docker` [unsupported-key]"),
    // drone/0xJacky__uozi-docker__@a9e2aa1__.drone.yml
    Row(
      "a text that goes on at the edge of its list", ".drone.yml",
      head + "steps:\n- name: a\n  image: b\n  commands:\n  - echo \\\n  \"deb [x]\n  \"y\"\n  - make\n",
      "9:3: error: this key has no `:` after it [yaml-syntax]"),
    Row(
      "dots in the place of a key", "app.pipecd.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  input:\n  ...\n",
      "5:3: error: this key has no `:` after it [yaml-syntax]"),
  ]

  private static let pipeline = """
    pipeline:
      name: a
      identifier: a
      projectIdentifier: p
      orgIdentifier: default
      tags: {}
      stages:
    """

  static let others = [
    // pipecd/pipe-cd__pipecd__examples__v0__deployment-chain__chain-simple-lambda__function.yaml
    Row(
      "what an application of Lambda deploys", "function.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: LambdaFunction\nspec: {name: a, role: b, image: c, memory: 128, timeout: 3}\n"
    ),
    // pipecd/pipe-cd__examples__kubernetes__secret-management__app.pipecd.yaml
    Row(
      "an application out of its repository", "app.pipecd.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  name: a\n  encryption:\n"
        + "    encryptedSecrets: {pw: AQClmqFuXZ10F83HgWIKHzr92YL/x8HBQyc7RUbxyJexjaKvFJ2YeYJWnqcssxBt8EAC4Kie}\n"
        + "    decryptionTargets: [secret.yaml]\n"),
    // harness/vigneswara-propelo__…__pipeline_multistage_customer.yaml, and what the editor of Harness writes by itself.
    Row(
      "keys that the editor of Harness writes", ".harness/a.yaml",
      pipeline + """

            - stage:
                name: c
                identifier: c
                type: Custom
                spec:
                  execution:
                    steps:
                      - stepGroup:
                          name: g
                          identifier: g
                          steps:
                            - step:
                                type: Run
                                name: r
                                identifier: r
                                spec: {connectorRef: d, image: alpine, shell: Sh, command: echo}
                          stepGroupInfra:
                            type: KubernetesDirect
                            spec: {connectorRef: k, namespace: n, harnessImageConnectorRef: h}
                    rollbackSteps: []
                  serviceDependencies: []
            - stage:
                name: d
                identifier: d
                type: Deployment
                spec:
                  deploymentType: NativeHelm
                  service: {serviceRef: s}
                  environment: {environmentRef: e, gitOpsClusters: [{identifier: c, agentIdentifier: account.a}]}
                  execution:
                    steps:
                      - step: {name: h, identifier: h, type: HelmDeploy, timeout: 10m, spec: {skipDryRun: false}}
                      - step: {name: w, identifier: w, type: K8sBGSwapServices, timeout: 10m, spec: {skipDryRun: false}}
                      - step:
                          type: Verify
                          name: v
                          identifier: v
                          timeout: 2h
                          spec:
                            isMultiServicesOrEnvs: false
                            type: Canary
                            monitoredService: {type: Default, spec: {}}
                            spec: {sensitivity: HIGH, duration: 5m, failOnNoAnalysis: true}
                      - step:
                          {name: s, identifier: s, type: K8sBlueGreenStageScaleDown, timeout: 10m, spec: {deleteResources: true}}
                    rollbackSteps: []
                  serviceDependencies: []
                failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: StageRollback}}}]

        """),
    Row(
      "the infrastructure of another stage, which needs no type", ".harness/a.yaml",
      pipeline + """

            - stage:
                name: a
                identifier: a
                type: CI
                spec:
                  cloneCodebase: false
                  infrastructure: {type: VM, spec: {type: Pool, spec: {poolName: x, os: Linux}}}
                  execution:
                    steps:
                      - step: {type: Run, name: a, identifier: a, spec: {command: make}}
            - stage:
                name: b
                identifier: b
                type: CI
                spec:
                  cloneCodebase: false
                  infrastructure: {useFromStage: a}
                  execution:
                    steps:
                      - step: {type: Run, name: a, identifier: a, spec: {command: make}}

        """),
    // harness/Luther-Stark__Harness__.harness__pipeline.yaml
    Row(
      "a type in the place of `step`", ".harness/a.yaml",
      pipeline + """

            - stage:
                name: a
                identifier: a
                type: CI
                spec:
                  cloneCodebase: false
                  runtime: {type: Cloud, spec: {}}
                  execution:
                    steps:
                      - run: {name: a, identifier: a, command: make}

        """,
      "17:17: error: an item of a list of steps has no key `run`, and needs `step`, `stepGroup`, `parallel` or `insert` "
        + "[unknown-key]"),
    Row(
      "flags and approvals of infrastructure", ".harness/a.yaml",
      pipeline + """

            - stage:
                name: i
                identifier: i
                type: IACM
                spec:
                  workspace: w
                  platform: {os: Linux, arch: Amd64}
                  runtime: {type: Cloud, spec: {}}
                  execution:
                    steps:
                      - step: {type: IACMApproval, name: a, identifier: a, timeout: 1h, spec: {autoApprove: false}}
            - stage:
                name: f
                identifier: f
                type: FeatureFlag
                spec:
                  execution:
                    steps:
                      - step:
                          type: FlagConfiguration
                          name: f
                          identifier: f
                          timeout: 10m
                          spec:
                            feature: x
                            environment: e
                            instructions: [{identifier: s, type: SetFeatureFlagState, spec: {state: "on"}}]

        """),
    Row(
      "what a child pipeline puts out, by the names of its own stages", ".harness/a.yaml",
      pipeline + """

            - stage:
                name: c
                identifier: c
                type: Pipeline
                spec:
                  org: default
                  project: p
                  pipeline: other
                  outputs: [{name: tag, value: <+pipeline.stages.build.spec.execution.steps.tag.output.outputVariables.TAG>}]

        """),
    Row(
      "a trigger as the editor writes it", ".harness/t.yaml",
      """
      trigger:
        name: t
        identifier: t
        enabled: true
        orgIdentifier: default
        projectIdentifier: p
        pipelineIdentifier: q
        source:
          type: Webhook
          spec:
            type: Harness
            spec:
              type: Push
              spec: {autoAbortPreviousExecutions: false, payloadConditions: [], headerConditions: [], repoName: r, actions: []}
        pipelineBranchName: main
        inputSetBranchName: <+trigger.sourceBranch>
        inputSetRefs: [a]

      """),
  ]

  @Test(arguments: drone + others) func isSaid(_ row: Row) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write(row.file, row.text)
    let result = try runner.run("check", "-q", "--no-shell", "--format", "concise", row.file)
    let lines = result.output.split(separator: "\n").map { String($0.dropFirst(row.file.utf8.count + 1)) }
    #expect(lines == row.expected)
    #expect(result.status == (row.expected.isEmpty ? 0 : 1), "\(result.error)")
  }
}
