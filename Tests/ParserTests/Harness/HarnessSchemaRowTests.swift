import Diagnostics
import TestSupport
import Testing

@testable import Parser

/// What is said of keys and values, by the rows of the catalogue of mistakes (§10 of the reference).
@Suite struct HarnessSchemaRowTests {
  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var text: String
    var expected: [String]
    var help: String?
    var replacement: String?
    var testDescription: String { name }

    init(_ name: String, _ text: String, _ expected: String..., help: String? = nil, fix: String? = nil) {
      (self.name, self.text, self.expected, self.help, self.replacement) = (name, text, expected, help, fix)
    }
  }

  @Test(arguments: values + types + places + loops + stages) func row(_ row: Row) {
    let found = HarnessSchemaSample.all(row.text)
    #expect(found.map(HarnessSchemaSample.line) == row.expected)
    if let help = row.help { #expect(found.first?.help == help) }
    if let replacement = row.replacement {
      #expect(found.first?.fixes.first?.edits.first?.replacement == replacement)
    }
  }

  private static func run(_ spec: String, beside: String = "") -> String {
    HarnessSchemaSample.step("Run", spec: spec, beside: beside)
  }

  private static let identifier =
    "malformed-value: `identifier` must be letters, digits and `_`, at most 128, not starting with a digit"
  private static let time = "malformed-value: `timeout` must be a time such as `30s`, `10m` or `1h 30m`"

  static let values = [
    Row(
      "1 identifier with a hyphen",
      HarnessSchemaSample.pipeline(
        steps: "- step: {identifier: build-app, name: a, type: Run, spec: {command: make}}"), identifier,
      help: "write `build_app`", fix: "build_app"),
    Row(
      "2 identifier that starts with a digit",
      HarnessSchemaSample.pipeline(
        steps: "- step: {identifier: 1st step, name: a, type: Run, spec: {command: make}}"), identifier,
      fix: "_1st_step"),
    Row(
      "86 expression in an identifier",
      HarnessSchemaSample.pipeline(
        steps: "- step: {identifier: x_<+matrix.os>, name: a, type: Run, spec: {command: make}}"), identifier,
      help:
        "an identifier is fixed; to name the iterations of a loop, write `nodeName` under its `matrix` or `repeat`"),
    Row(
      "45 time without a unit", run("command: make", beside: "timeout: 10"),
      "type-mismatch: `timeout` must be a time such as `30s`, `10m` or `1h 30m`, not a number"),
    Row(
      "45 seconds of one digit", run("command: make", beside: "timeout: 5s"), time,
      help: "seconds alone must have two digits: `10s` is the least"),
    Row("45 time in words", run("command: make", beside: "timeout: 10 minutes"), time, fix: "10m"),
    Row("45 what the schema lets through", run("command: make", beside: "timeout: m20m"), time),
    Row(
      "55 command as a list", run("command: [a, b]"), "type-mismatch: `command` must be a text, not a list",
      help: "write one text; with `|`, several lines can stand below it"),
    Row(
      "79 memory", run("command: make\nresources: {limits: {memory: 500MB}}"),
      "malformed-value: `memory` must be an amount of memory such as `500Mi` or `2Gi`", fix: "500Mi"),
    Row(
      "79 processors", run("command: make\nresources: {limits: {cpu: 400millis}}"),
      "malformed-value: `cpu` must be a number of processors such as `2`, `0.5` or `400m`", fix: "400m"),
    Row(
      "80 user by name", run("command: make\nrunAsUser: root"), "malformed-value: `runAsUser` must be a number",
      help: "write the number of the user, such as `1000`; `0` is root"),
    Row(
      "81 quoted truth value", run("command: make\nprivileged: \"yes\""),
      "type-mismatch: `privileged` must be `true`, `false` or `<+input>`, not a text",
      help: "write `true`, without quotes"),
    Row(
      "81 YAML 1.1 truth value", run("command: make\nprivileged: no"),
      "type-mismatch: `privileged` must be `true`, `false` or `<+input>`, not a text", help: "write `false`"),
    Row(
      "82 word in lower case", run("command: make\nreports: {type: junit, spec: {paths: [a.xml]}}"),
      "unknown-value: `type` cannot be `junit`", help: "did you mean `JUnit`?", fix: "JUnit"),
    Row(
      "number where a text is wanted", run("command: make\nenvVariables: {PORT: 8080}"),
      "type-mismatch: `PORT` must be a text, not a number", help: "quote it: `\"8080\"`", fix: "\"8080\""),
    Row(
      "43 secret variable with an expression",
      HarnessSchemaSample.stage(
        """
        type: Custom
        variables: [{name: token, type: Secret, value: <+secrets.getValue("org.x")>}]
        spec: {execution: {steps: [{step: {identifier: a, name: a, type: Wait, spec: {duration: 1m}}}]}}
        """), "malformed-value: `value` must be the identifier of a secret, not `<+secrets.getValue(…)>`", fix: "org.x"),
  ]

  static let types = [
    Row(
      "57 type of step in lower case", HarnessSchemaSample.step("run", spec: "command: make"),
      "unknown-step-type: there is no step of type `run`", help: "did you mean `Run`?", fix: "Run"),
    Row(
      "57 type of step of another system", HarnessSchemaSample.step("Script", spec: "command: make"),
      "unknown-step-type: there is no step of type `Script`", help: "did you mean `Run`?"),
    Row(
      "56 step that the stage does not allow",
      HarnessSchemaSample.step("ShellScript", spec: "shell: Bash\nsource: {type: Inline, spec: {script: make}}"),
      "unsupported-step: a stage of type `CI` cannot have a step of type `ShellScript`",
      help: "write a step of type `Run`"),
    Row(
      "56 step that only other stages allow", HarnessSchemaSample.step("K8sApply", spec: "filePaths: [a.yaml]"),
      "unsupported-step: a stage of type `CI` cannot have a step of type `K8sApply`",
      help: "it may stand in stages of type `Deployment`"),
    Row(
      "type of stage", HarnessSchemaSample.stage("type: Build\nspec: {}"),
      "unknown-stage-type: there is no stage of type `Build`", help: "did you mean `CI`?", fix: "CI"),
    Row(
      "47 plugin without an image", HarnessSchemaSample.step("Plugin", spec: "settings: {repo: a/b}"),
      "missing-key: the `spec` of a step of type `Plugin` needs `image` or `uses`"),
    Row(
      "step with nothing to run", HarnessSchemaSample.step("Run", spec: "shell: Sh"),
      "missing-key: the `spec` of a step of type `Run` needs `command` or `image`"),
    Row(
      "step without its spec",
      HarnessSchemaSample.pipeline(steps: "- step: {identifier: a, name: a, type: Run}"),
      "missing-key: a step of type `Run` needs `spec`"),
  ]

  static let places = [
    Row(
      "83 misspelt key", run("comand: make\nimage: alpine"),
      "unknown-key: the `spec` of a step of type `Run` has no key `comand`; it is ignored",
      help: "did you mean `command`?", fix: "command"),
    Row(
      "83 misspelt key of an item", run("command: make\noutputVariables: [{name: A, tpye: String}]"),
      "unknown-key: an output variable has no key `tpye`; it is ignored", fix: "type"),
    Row(
      "84 key of the step in its spec", run("command: make\ntimeout: 10m"),
      "misplaced-key: `timeout` does nothing in the `spec` of a step of type `Run`: it belongs to a step",
      help: "move it out of `spec`, beside `type`"),
    Row(
      "84 key of the spec beside it", run("command: make", beside: "image: alpine"),
      "misplaced-key: `image` does nothing in a step: it belongs under `spec`", help: "write `spec: {image: …}`"),
    Row(
      "49 plugin with a command", HarnessSchemaSample.step("Plugin", spec: "image: plugins/docker\ncommand: make"),
      "misplaced-key: `command` does nothing in the `spec` of a step of type `Plugin`",
      help: "a plugin takes `settings`; to run commands, write a step of type `Run`"),
    Row(
      "50 commands with settings", run("command: make\nsettings: {repo: a}"),
      "misplaced-key: `settings` does nothing in the `spec` of a step of type `Run`"),
    Row(
      "54 Drone's environment", run("command: make\nenvironment: {A: b}"),
      "unknown-key: the `spec` of a step of type `Run` has no key `environment`; it is ignored",
      help: "write `envVariables`", fix: "envVariables"),
    Row(
      "54 Drone's commands", run("image: alpine\ncommands: [make]"),
      "unknown-key: the `spec` of a step of type `Run` has no key `commands`; it is ignored",
      help: "join the lines into one text: `command: |`"),
    Row(
      "54 Drone's order", run("command: make", beside: "depends_on: [a]"),
      "unknown-key: a step has no key `depends_on`; it is ignored"),
    Row(
      "58 condition without a status", run("command: make", beside: "when: {condition: <+a> == 1}"),
      "missing-key: `when` needs `stageStatus`", help: "write `stageStatus: Success`, `Failure` or `All`"),
    Row(
      "59 status of a stage in a step", run("command: make", beside: "when: {pipelineStatus: Success}"),
      "missing-key: `when` needs `stageStatus`", "misplaced-key: `pipelineStatus` does nothing in `when`"),
    Row(
      "61 failure strategy in the singular",
      run("command: make", beside: "failureStrategy: {onFailure: {errors: [AllErrors], action: {type: Ignore}}}"),
      "unknown-key: a step has no key `failureStrategy`; it is ignored", help: "write `failureStrategies`, a list"),
    Row(
      "61 failure strategies as a mapping",
      run("command: make", beside: "failureStrategies: {onFailure: {errors: [AllErrors], action: {type: Ignore}}}"),
      "type-mismatch: `failureStrategies` must be a list or `<+input>`, not a mapping"),
    Row(
      "62 retry without its parts",
      run(
        "command: make",
        beside: "failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: Retry, spec: {retryCount: 2}}}}]"
      ), "missing-key: the `spec` of type `Retry` needs `onRetryFailure`",
      "missing-key: the `spec` of type `Retry` needs `retryIntervals`"),
    Row(
      "85 step group without steps",
      HarnessSchemaSample.pipeline(steps: "- stepGroup: {identifier: a, name: a}"),
      "missing-key: a step group needs `template` or `steps`"),
    Row(
      "templates are not incomplete",
      HarnessSchemaSample.pipeline(
        steps:
          "- step: {identifier: a, name: a, template: {templateRef: t, templateInputs: {type: Run, spec: {image: b}}}}"
      )),
    Row(
      "but their keys are known",
      HarnessSchemaSample.pipeline(
        steps:
          "- step: {identifier: a, name: a, template: {templateRef: t, templateInputs: {type: Run, spec: {imag: b}}}}"
      ), "unknown-key: the `spec` of a step of type `Run` has no key `imag`; it is ignored"),
  ]

  static let loops = [
    Row(
      "68 concurrency outside of the loop",
      run("command: make", beside: "strategy: {parallelism: 2, maxConcurrency: 1}"),
      "misplaced-key: `maxConcurrency` does nothing in `strategy`", help: "it belongs under `matrix` or `repeat`"),
    Row(
      "two loops at once", run("command: make", beside: "strategy: {parallelism: 2, repeat: {times: 2}}"),
      "conflicting-keys: `strategy` can have only one of `repeat` or `parallelism`"),
    Row(
      "anything may be an axis", run("command: make", beside: "strategy: {matrix: {os: [a], include_tests: [b]}}")),
  ]

  static let stages = [
    Row(
      "60 deployment without failure strategies",
      HarnessSchemaSample.stage(
        """
        type: Deployment
        spec:
          deploymentType: Kubernetes
          service: {serviceRef: a}
          environment: {environmentRef: a}
          execution: {steps: [{step: {identifier: a, name: a, type: Wait, spec: {duration: 1m}}}]}
        """), "missing-key: a stage needs `failureStrategies`"),
    Row(
      "72 nowhere to run",
      HarnessSchemaSample.stage(
        """
        type: CI
        spec: {execution: {steps: [{step: {identifier: a, name: a, type: Run, spec: {command: make}}}]}}
        """), "missing-key: the `spec` of a stage of type `CI` needs `infrastructure` or `runtime`"),
    Row(
      "73 two places to run",
      HarnessSchemaSample.stage(
        """
        type: CI
        spec:
          runtime: {type: Cloud, spec: {}}
          infrastructure: {type: KubernetesDirect, spec: {connectorRef: a, namespace: b}}
          execution: {steps: [{step: {identifier: a, name: a, type: Run, spec: {command: make}}}]}
        """),
      "conflicting-keys: the `spec` of a stage of type `CI` can have only one of `infrastructure` or `runtime`"),
    Row(
      "48 a plugin by its name on Kubernetes",
      HarnessSchemaSample.stage(
        """
        type: CI
        spec:
          infrastructure: {type: KubernetesDirect, spec: {connectorRef: a, namespace: b}}
          execution: {steps: [{step: {identifier: a, name: a, type: Plugin, spec: {uses: docker}}}]}
        """),
      "unsupported-key: `uses` needs a stage that runs in Harness Cloud, and this one runs on Kubernetes"),
    Row(
      "key of another stage",
      HarnessSchemaSample.stage(
        """
        type: Custom
        spec:
          runtime: {type: Cloud, spec: {}}
          execution: {steps: [{step: {identifier: a, name: a, type: Wait, spec: {duration: 1m}}}]}
        """), "unknown-key: the `spec` of a stage of type `Custom` has no key `runtime`; it is ignored"),
    Row(
      "v1: misspelt key",
      "version: 1\npipeline:\n  stages:\n    - steps:\n        - run: {scrpt: make}\n",
      "unknown-key: `run` has no key `scrpt`; it is ignored"),
    Row(
      "v1: nothing to do", "version: 1\npipeline:\n  stages:\n    - steps:\n        - {name: a}\n",
      "missing-key: a step needs something to do"),
    Row(
      "open specification: misspelt key",
      "version: 1\nkind: pipeline\nspec:\n  stages:\n    - {type: ci, spec: {steps: [{type: script, spec: {rnu: make}}]}}\n",
      "unknown-key: the `spec` of a step of type `script` has no key `rnu`; it is ignored"),
  ]
}
