/// What Harness itself gives to expressions, by name.
enum HarnessCatalogue {
  /// What pipelines, stages, groups and steps answer about their run.
  private static let runStrings =
    "name identifier description timeout status currentStatus liveStatus executionUrl type"

  static let pipeline = HarnessMembers(
    strings: "name identifier description timeout status currentStatus liveStatus executionUrl executionId "
      + "resumedExecutionId executionMode triggerType storeType repo branch orgIdentifier projectIdentifier accountId",
    numbers: "sequenceId startTs endTs", lists: "delegateSelectors selectedStages notificationRules",
    maps: "tags flowControl properties variables stages template",
    anything: "allowStageExecutions fixedInputsOnRerun metadata triggerIdentifier",
    members: [
      ("triggeredBy", HarnessMembers(strings: "name email identifier triggerIdentifier", isOpen: true)),
      ("execution", HarnessMembers(strings: "url Url", isOpen: true)),
    ])

  static let stage = HarnessMembers(
    strings: runStrings + " identifierPostFix",
    numbers: "startTs endTs iteration iterations totalIterations retryCount",
    lists: "delegateSelectors failureStrategies", maps: "tags variables spec when matrix repeat strategy",
    anything: "output template skipInstances runMode dependsOn pipelineVariables nodeId serviceOutput")

  static let group = HarnessMembers(
    strings: runStrings + " identifierPostFix",
    numbers: "startTs endTs iteration iterations totalIterations retryCount",
    lists: "delegateSelectors failureStrategies sharedPaths",
    maps: "variables steps rollbackSteps when matrix repeat strategy stepGroupInfra",
    anything: "output template getParentStepGroup spec nodeId")

  static let step = HarnessMembers(
    strings: runStrings + " identifierPostFix",
    numbers: "startTs endTs retryCount iteration iterations totalIterations",
    lists: "delegateSelectors failureStrategies",
    maps: "spec output when enforce policyOutput matrix repeat strategy outcome",
    anything: "template issue ticket deploymentInfoOutcome nodeId")

  static let strategy = HarnessMembers(
    strings: "identifierPostFix currentStatus",
    numbers: "iteration iterations totalIterations currentGlobalIteration totalGlobalIteration",
    maps: "matrix repeat stage step stepGroup node", isOpen: false)

  static let codebase = HarnessMembers(
    strings: "branch tag targetBranch sourceBranch prNumber prTitle commitSha shortCommitSha baseCommitSha mergeSha "
      + "commitRef commitMessage repoUrl gitUserId gitUserEmail gitUser gitUserAvatar pullRequestLink pullRequestBody state "
      + "releaseTag releaseTitle releaseLink releaseBody repoName connectorRef projectName",
    lists: "commits", maps: "build", isOpen: false)

  static let trigger = HarnessMembers(
    strings: "type event branch targetBranch sourceBranch prNumber prTitle commitSha baseCommitSha repoUrl gitUser tag "
      + "connectorRef sourceType sourceRepo repo action", maps: "payload header artifact manifest",
    anything: "eventPayload", isOpen: false)

  static let account = HarnessMembers(strings: "identifier name companyName", isOpen: true)
  static let organization = HarnessMembers(strings: "identifier name description", maps: "tags", isOpen: true)
  static let project = HarnessMembers(
    strings: "identifier name description orgIdentifier", lists: "modules", maps: "tags", isOpen: true)
  static let service = HarnessMembers(
    strings: "identifier name description type", booleans: "gitOpsEnabled", maps: "tags", isOpen: true)
  static let environment = HarnessMembers(
    strings: "identifier name description type v1Type environmentRef envGroupRef envGroupName", maps: "tags variables",
    isOpen: true)
  static let infrastructure = HarnessMembers(
    strings:
      "name infraIdentifier infraName connectorRef namespace releaseName infrastructureKey infrastructureKeyShort kind",
    maps: "connector tags environment", isOpen: true)
  static let artifact = HarnessMembers(
    strings: "identifier type connectorRef image imagePath tag tagRegex digest displayName imagePullSecret "
      + "dockerConfigJsonSecret path filePath version url", booleans: "primaryArtifact", maps: "label metadata",
    isOpen: true)

  /// First segments that lead to one of the tables above.
  static let tables: [String: HarnessMembers] = [
    "codebase": codebase, "trigger": trigger, "account": account, "org": organization, "project": project,
    "service": service, "env": environment, "infra": infrastructure, "artifact": artifact, "rollbackArtifact": artifact,
  ]

  /// First segments that lead to what the file does not show.
  static let openRoots: Set<String> = [
    "eventPayload", "variable", "inputSet", "executionInput", "approval", "serviceVariables",
    "serviceVariableOverrides",
    "artifacts", "manifests", "manifest", "manifestConfig", "configFiles", "instance", "kubernetes",
    "terraformPlanJson",
    "terraformPlanHumanReadable", "provisioner", "serviceConfig", "serviceDefinition", "connector", "connectorRefs",
    "imagePullSecret", "dockerConfigJsonSecret", "lastPublished", "input", "output", "outcome", "inputs", "workspace",
    "host", "ngSecretManager", "ngBase64Manager", "hosts",
  ]

  /// More of them, which nobody means who misspells something else.
  static let rareRoots: Set<String> = [
    "gitops", "environments", "envGroup", "hooks", "overrides", "deployment", "user", "serviceOverrides",
    "infrastructure",
    "stepOutcome", "releaseName", "cluster", "ticket", "issue", "context", "httpHeaders", "lookup", "app", "overlay",
    "secretManager", "webhook", "release", "dbops", "tas", "pcf", "stageOutcome", "policy", "chaos", "sto", "iacm",
  ]

  /// Names that are whole values.
  static let values: [String: HarnessType] = [
    "INFRA_KEY": .string, "INFRA_KEY_SHORT_ID": .string, "OnPipelineSuccess": .boolean, "OnPipelineFailure": .boolean,
    "OnStageSuccess": .boolean, "OnStageFailure": .boolean, "OnRollbackModeExecution": .boolean, "Always": .boolean,
    "httpResponseCode": .number, "httpResponseBody": .string, "httpMethod": .string, "httpUrl": .string,
    "true": .boolean,
    "false": .boolean, "null": .any,
  ]

  /// Roots whose only use is to call something of them.
  static let functions: [String: [String]] = [
    "secrets": ["getValue"], "regex": ["extract", "replace", "match"],
    "json": ["select", "list", "object", "format"], "xml": ["select"],
    "datetime": ["currentDate", "currentTime"],
    "shell": ["escape", "quote", "doubleQuote", "enclose", "escapeChars"],
    "exportedVariables": ["getValue"], "configFile": ["getAsString", "getAsBase64"],
    "fileStore": ["getAsString", "getAsBase64"],
  ]

  /// First segments that depend on where the expression stands.
  static let structural = [
    "pipeline", "stages", "stage", "steps", "execution", "spec", "rollbackSteps", "step", "stepGroup", "strategy",
    "matrix",
    "repeat",
  ]

  /// All first segments, in alphabetical order.
  static let roots: [String] = Array(
    Set(structural).union(tables.keys).union(openRoots).union(values.keys).union(functions.keys)
  ).sorted()

  /// Steps that publish no more than `outputVariables`, and only what they declare.
  static let declaringTypes: Set<String> = [
    "Run", "Test", "RunTests", "Container", "ShellScript", "CustomApproval", "EventListener",
  ]

  /// What stands behind `output` for steps with fields of their own; nil: not told.
  static func outputs(of type: String) -> HarnessMembers? { outputMembers[type] }

  private static let outputMembers: [String: HarnessMembers] = {
    let declaring = HarnessMembers(maps: "outputVariables")
    let release = HarnessMembers(strings: "releaseName releaseNumber", anything: "prunedResourceIds", isOpen: true)
    var table: [String: HarnessMembers] = [
      "Http": HarnessMembers(
        strings: "httpUrl httpMethod httpResponseBody status errorMsg", numbers: "httpResponseCode",
        maps: "outputVariables"),
      "HarnessApproval": HarnessMembers(lists: "approvalActivities", maps: "approverInputs", isOpen: true),
      "Barrier": HarnessMembers(strings: "message barrierRef"),
      "K8sRollingDeploy": release, "K8sBlueGreenDeploy": release, "K8sCanaryDeploy": release,
    ]
    for type in declaringTypes { table[type] = declaring }
    return table
  }()
}
