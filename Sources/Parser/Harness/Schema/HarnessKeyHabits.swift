import Diagnostics

/// What people write that Harness does not know, and what they mean by it.
enum HarnessKeyHabits {
  /// What messages call mappings of some shapes; others are called by their key.
  static let nouns: [String: String] = [
    "Step": "a step", "DatabaseStep": "a step", "ExperimentStep": "a step", "TemplateStep": "a step",
    "StepTemplate": "a step template", "StageOrTemplate": "a stage", "StageBody": "a stage template",
    "StageEntry": "an item of `stages`", "CIStepEntry": "an item of a list of steps",
    "PlainStepEntry": "an item of a list of steps", "DeploymentStepEntry": "an item of a list of steps",
    "CustomStepEntry": "an item of a list of steps", "CIStepGroup": "a step group", "PlainStepGroup": "a step group",
    "DeploymentStepGroup": "a step group", "CustomStepGroup": "a step group",
    "DeploymentStepGroupBody": "a step group template", "Pipeline": "a pipeline", "PipelineBody": "a pipeline template",
    "Template": "a template", "Trigger": "a trigger", "InputSet": "an input set", "OverlayInputSet": "an overlay",
    "FailureStrategy": "a failure strategy",
    "StringVariable": "a variable", "NumberVariable": "a variable", "SecretVariable": "a variable",
    "OutputVariable": "an output variable", "V1Pipeline": "a pipeline", "V1StageEntry": "a stage",
    "V1StepEntry": "a step", "D1Stage": "a stage", "D1Step": "a step", "PipelineFile": "the file",
    "TemplateFile": "the file", "TriggerFile": "the file", "InputSetFile": "the file",
    "OverlayInputSetFile": "the file",
    "V1PipelineFile": "the file", "V1TemplateFile": "the file", "D1PipelineFile": "the file",
    "D1TemplateFile": "the file",
  ]

  /// Keys so common that one level too high or too low says nothing.
  static let common: Set<String> = ["type", "spec", "name", "identifier"]

  /// Keys of one kind of step that people give to another, with what to do instead.
  static let counterparts: [String: [String: String]] = [
    "Step Plugin": [
      "command": "a plugin takes `settings`; to run commands, write a step of type `Run`",
      "shell": "a plugin takes `settings`; to run commands, write a step of type `Run`",
      "script": "a plugin takes `settings`; to run commands, write a step of type `Run`",
    ],
    "Step Run": [
      "settings": "a plugin's settings need a step of type `Plugin`; variables of commands go under `envVariables`",
      "with": "write a step of type `Plugin` with `settings`, or one of type `Action`",
      "uses": "write a step of type `Plugin` or `Action`",
      "entrypoint": "a step of type `Run` runs `command` in its shell; `Background` and `Plugin` have an `entrypoint`",
    ],
    "Strategy": [
      "maxConcurrency": "it belongs under `matrix` or `repeat`",
      "nodeName": "it belongs under `matrix` or `repeat`",
      "exclude": "it belongs under `matrix`",
      "items": "write `repeat: {items: […]}`",
      "times": "write `repeat: {times: …}`",
    ],
    "StepWhen": ["pipelineStatus": "a step has `stageStatus`"],
    "StageWhen": ["stageStatus": "a stage has `pipelineStatus`"],
  ]

  /// Shapes whose keys another rule holds against one another, in its own words.
  static let saidElsewhere: Set<String> = ["Repeat"]

  /// Keys of Drone and other systems, and what Harness has in their place.
  private static let foreignKeys: [String: (text: String, replacement: String?)] = [
    "commands": ("join the lines into one text: `command: |`", nil),
    "script": ("write `command`", "command"),
    "run": ("write `command` in the `spec` of a step of type `Run`", nil),
    "environment": ("write `envVariables`", "envVariables"),
    "env": ("write `envVariables`", "envVariables"),
    "envs": ("write `envVariables`", "envVariables"),
    "variables": ("write `envVariables`", "envVariables"),
    "pull": ("write `imagePullPolicy: Always`, `Never` or `IfNotPresent`", nil),
    "from_secret": ("write `<+secrets.getValue(\"NAME\")>`", nil),
    "secrets": ("write `<+secrets.getValue(\"NAME\")>` where the value is needed", nil),
    "depends_on": ("steps run in the order in which they stand; put those that may run together under `parallel`", nil),
    "needs": ("steps run in the order in which they stand; put those that may run together under `parallel`", nil),
    "detach": ("write a step of type `Background`", nil),
    "failure": ("write `failureStrategies` with the action `Ignore`", nil),
    "volumes": ("folders that steps share are listed under `sharedPaths` of the stage", nil),
    "services": ("write a step of type `Background`", nil),
    "trigger": ("triggers are documents of their own; a condition goes under `when`", nil),
    "if": ("write `when: {stageStatus: Success, condition: …}`", nil),
    "retries": ("write `failureStrategies` with the action `Retry`", nil),
    "failureStrategy": ("write `failureStrategies`, a list", "failureStrategies"),
    "user": ("write `runAsUser`", "runAsUser"),
    "connector": ("write `connectorRef`", "connectorRef"),
    "outputs": ("write `outputVariables`", "outputVariables"),
  ]

  /// What to write instead of a key that Harness does not have; nil where nothing is certain.
  static func foreign(_ name: String, in shape: HarnessShape) -> (text: String, replacement: String?)? {
    guard let found = foreignKeys[name] else { return nil }
    let shapeName = shape.name
    guard
      shapeName.hasPrefix("Step ") || shapeName.hasSuffix("Step") || shapeName.hasSuffix("StepGroup")
        || shapeName.hasPrefix("Stage") || shapeName.hasSuffix("Execution") || shapeName == "Pipeline"
        || shapeName == "PipelineFile" || shapeName.hasSuffix("StepEntry")
    else { return nil }
    // A replacement that the mapping does not know is advice without a fix.
    if let replacement = found.replacement, !shape.fields.contains(where: { $0.name == replacement }) {
      return (found.text, nil)
    }
    return found
  }

  // MARK: Types

  /// Names that people give to types of stages.
  static func stageType(_ text: String) -> String? {
    switch text.lowercased() {
    case "build", "integration", "ci": "CI"
    case "deploy", "cd", "deployment": "Deployment"
    case "security", "sto", "securitytest": "SecurityTests"
    case "featureflags", "ff", "cf": "FeatureFlag"
    case "approve", "harnessapproval": "Approval"
    default: nil
    }
  }

  /// What to write where the type of a step stands in the place of `step`.
  static func item(namedBy key: String) -> String? {
    let folded = key.lowercased()
    let type =
      folded == "run"
      ? "Run" : HarnessKeys.stepTypes.first { $0.lowercased() == folded } ?? stepType(key)
    return type.map { "write `- step:`, and below it `type: \($0)` and what is its own under `spec`" }
  }

  /// Names that people give to types of steps.
  static func stepType(_ text: String) -> String? {
    switch text.lowercased() {
    case "script", "shell", "command", "commands", "bash", "docker": "Run"
    case "plugins": "Plugin"
    case "service", "services": "Background"
    case "approval": "HarnessApproval"
    case "clone", "git", "gitclonestep": "GitClone"
    case "runtest", "tests": "RunTests"
    case "buildandpushdocker", "docker_build_push", "dockerbuildandpush": "BuildAndPushDockerRegistry"
    case "helmdeployment": "HelmDeploy"
    default: nil
    }
  }

  /// What does in a stage what a step of a type does elsewhere.
  static func replacement(forStep type: String, in stage: String) -> String? {
    switch (type, stage) {
    case ("ShellScript", "CI"): "write a step of type `Run`"
    case ("HarnessApproval", "CI"), ("JiraApproval", "CI"), ("CustomApproval", "CI"), ("ServiceNowApproval", "CI"):
      "put it into a stage of type `Approval` or `Custom`"
    case ("Container", "CI"): "write a step of type `Run` or `Plugin`"
    case ("Http", "CI"): "write a step of type `Run` that calls the address, or put it into a stage of type `Custom`"
    case ("Barrier", "CI"), ("Queue", "CI"): "only stages of other types can wait for one another"
    default: nil
    }
  }

  // MARK: Missing keys

  static func help(forMissing name: String, in shape: HarnessShape) -> String? {
    switch (name, shape.name) {
    case ("stageStatus", _): "write `stageStatus: Success`, `Failure` or `All`"
    case ("pipelineStatus", _): "write `pipelineStatus: Success`, `Failure` or `All`"
    case ("failureStrategies", _):
      "write `failureStrategies: [{onFailure: {errors: [AllErrors], action: {type: StageRollback}}}]`"
    case ("onRetryFailure", _): "write `onRetryFailure: {action: {type: MarkAsFailure}}`"
    case ("retryIntervals", _): "write `retryIntervals: [10s, 30s]`"
    case ("onTimeout", _): "write `onTimeout: {action: {type: Abort}}`"
    case ("type", "StringVariable"), ("type", "NumberVariable"), ("type", "SecretVariable"):
      "write `type: String`, `Number` or `Secret`"
    default: nil
    }
  }

  /// What Harness itself says where none of some keys is there.
  static func upstream(forMissing names: [String], in shape: HarnessShape) -> String {
    switch shape.name {
    case "Step Plugin": "Either image or uses field needs to be set"
    case "Stage CI": "Infrastructure or runtime field with type Cloud or type Docker is mandatory for execution"
    default: "\(names.joined(separator: ", ")): is missing but it is required"
    }
  }
}
