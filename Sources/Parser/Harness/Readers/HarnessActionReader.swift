import Diagnostics
import IR

/// Reads what a step of the form `v0` does.
enum HarnessActionReader {
  /// - Parameter data: what `step:` leads to.
  static func action(_ data: Data) -> HarnessAction {
    guard let type = data.text("type")?.value else { return data["template"] == nil ? other(data) : .template }
    let spec = data["spec"] ?? Data(.map([]), at: data.span)
    switch type {
    case "Run": return .run(run(spec))
    case "Plugin":
      return .plugin(
        HarnessPlugin(
          container: HarnessStepReader.container(spec), settings: spec.entries("settings"), uses: spec.text("uses")))
    case "Background":
      return .background(
        HarnessBackground(
          container: HarnessStepReader.container(spec), command: spec.text("command"), shell: spec.text("shell"),
          ports: spec.entries("portBindings")))
    case "Test", "RunTests": return .test(test(spec, hasTool: type == "RunTests"))
    case "GitClone": return .gitClone(gitClone(spec))
    case "Action", "Bitrise":
      return .uses(
        HarnessUses(
          isBitrise: type == "Bitrise", uses: spec.text("uses"), with: spec.entries("with"),
          environment: spec.entries("env")))
    case "Container": return .container(container(spec))
    case "ShellScript": return .shellScript(shellScript(spec))
    case "Http": return .http(http(spec))
    case "Wait": return .wait(duration: spec.text("duration"))
    case "Barrier": return .barrier(reference: spec.text("barrierRef"))
    case "Queue": return .queue(key: spec.text("key"), scope: spec.text("scope"))
    case "Policy":
      return .policy(
        HarnessPolicyStep(
          type: spec.text("type"), payload: spec["policySpec"]?.text("payload"), policySets: spec.texts("policySets")))
    default:
      return HarnessApproval.Kind(rawValue: type).map { .approval(approval(spec, $0)) } ?? other(data)
    }
  }

  private static func other(_ data: Data) -> HarnessAction {
    guard let spec = data["spec"] else { return .other(HarnessOtherStep(fields: [])) }
    return .other(
      HarnessOtherStep(
        fields: spec.namedEntries, container: HarnessStepReader.container(spec),
        outputs: HarnessStepReader.outputs(spec["outputVariables"])))
  }

  // MARK: Containers

  private static func run(_ spec: Data) -> HarnessRun {
    var run = HarnessRun(
      container: HarnessStepReader.container(spec), command: spec.text("command"), shell: spec.text("shell"))
    run.outputs = HarnessStepReader.outputs(spec["outputVariables"])
    run.alias = HarnessStepReader.outputAlias(spec["outputAlias"])
    return run
  }

  private static func test(_ spec: Data, hasTool: Bool) -> HarnessTest {
    let tool = HarnessTest.Tool(
      language: spec.text("language"), buildTool: spec.text("buildTool"), arguments: spec.text("args"),
      preCommand: spec.text("preCommand"), postCommand: spec.text("postCommand"))
    return HarnessTest(
      container: HarnessStepReader.container(spec), command: spec.text("command"), shell: spec.text("shell"),
      outputs: HarnessStepReader.outputs(spec["outputVariables"]), tool: hasTool ? tool : nil)
  }

  private static func gitClone(_ spec: Data) -> HarnessGitClone {
    var clone = HarnessGitClone(container: HarnessStepReader.container(spec))
    clone.repoName = spec.text("repoName")
    clone.build = HarnessPipelineReader.build(spec["build"])
    clone.directory = spec.text("cloneDirectory")
    clone.depth = spec.integer("depth")
    clone.verifiesTLS = spec.flag("sslVerify")
    return clone
  }

  private static func container(_ spec: Data) -> HarnessContainerStep {
    HarnessContainerStep(
      container: HarnessStepReader.container(spec), command: spec.text("command"), shell: spec.text("shell"),
      outputs: HarnessStepReader.outputs(spec["outputVariables"]), settings: spec.entries("settings"),
      infrastructure: spec["infrastructure"]?.text("type"))
  }

  // MARK: Delegates and people

  private static func shellScript(_ spec: Data) -> HarnessShellScript {
    let source = spec["source"]?["spec"]
    var script = HarnessShellScript(
      shell: spec.text("shell"), script: source?.text("script"), file: source?.text("file"),
      onDelegate: spec.flag("onDelegate"))
    script.inputs = HarnessFlowReader.variables(spec["environmentVariables"])
    script.outputs = HarnessStepReader.outputs(spec["outputVariables"])
    script.alias = HarnessStepReader.outputAlias(spec["outputAlias"])
    return script
  }

  private static func http(_ spec: Data) -> HarnessHttp {
    let headers = spec.list("headers").compactMap { item in
      item.text("key").map {
        HarnessEntry(name: $0, value: item["value"] ?? Data(.null(isSpelled: false), at: item.span))
      }
    }
    var http = HarnessHttp(
      url: spec.text("url"), method: spec.text("method"), headers: headers, body: spec.text("requestBody"),
      assertion: spec.text("assertion"))
    http.inputs = HarnessFlowReader.variables(spec["inputVariables"])
    http.outputs = HarnessStepReader.outputs(spec["outputVariables"])
    return http
  }

  private static func approval(_ spec: Data, _ kind: HarnessApproval.Kind) -> HarnessApproval {
    var approval = HarnessApproval(kind: kind)
    approval.message = spec.text("approvalMessage")
    approval.minimumCount = spec["approvers"]?.integer("minimumCount")
    approval.userGroups = spec["approvers"]?.texts("userGroups")
    approval.inputs = spec.list("approverInputs").map { input in
      let allowed = ["allowedValues", "selectOneFrom", "selectManyFrom"].lazy.compactMap { input.texts($0) }.first
      return HarnessApproval.Input(
        name: input.text("name"), defaultValue: input.text("defaultValue"), allowedValues: allowed,
        isRequired: input.flag("required"), pattern: input.text("regex"))
    }
    if kind == .custom { approval.script = shellScript(spec) }
    approval.retryInterval = spec.text("retryInterval")
    approval.approvalCriteria = criteria(spec["approvalCriteria"])
    approval.rejectionCriteria = criteria(spec["rejectionCriteria"])
    return approval
  }

  private static func criteria(_ data: Data?) -> HarnessCriteria? {
    guard let data, let spec = data["spec"] else { return nil }
    let conditions = spec.list("conditions").map {
      HarnessTriggerCondition(
        place: .criteria, key: $0.text("key"), comparison: $0.text("operator"), value: $0.text("value"), span: $0.span)
    }
    return HarnessCriteria(
      expression: spec.text("expression"), conditions: conditions, matchesAny: spec.flag("matchAnyCondition"),
      span: data.span)
  }
}
