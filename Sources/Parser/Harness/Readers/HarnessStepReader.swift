import Diagnostics
import IR

/// Reads steps of the form `v0`: their envelope; what they do is read by type.
enum HarnessStepReader {
  /// - Parameter data: what `step:` leads to.
  static func step(_ data: Data) -> HarnessStep {
    var step = HarnessStep(data: data, action: HarnessActionReader.action(data))
    step.identifier = data.text("identifier")
    step.name = data.text("name")
    step.type = data.text("type")
    step.description = data.text("description")
    step.timeout = data.text("timeout")
    step.condition = HarnessFlowReader.condition(data["when"])
    step.failureStrategies = HarnessFlowReader.failureStrategies(data["failureStrategies"])
    step.loop = HarnessFlowReader.loop(data["strategy"])
    step.policySets = data["enforce"]?.texts("policySets")
    step.template = HarnessFlowReader.link(data["template"])
    return step
  }

  /// An item of `serviceDependencies`, which is a background step of older files.
  static func serviceDependency(_ data: Data) -> HarnessStep {
    let spec = data["spec"] ?? Data(.map([]), at: data.span)
    var container = container(spec)
    container.entrypoint = spec.texts("entrypoint") ?? spec.texts("args")
    var step = HarnessStep(
      data: data,
      action: .background(HarnessBackground(container: container, command: nil, shell: nil, ports: nil)))
    step.identifier = data.text("identifier")
    step.name = data.text("name")
    step.type = data.text("type")
    step.description = data.text("description")
    return step
  }

  // MARK: Shared parts

  /// The keys that steps with a container of their own share.
  static func container(_ spec: Data) -> HarnessContainer {
    var container = HarnessContainer()
    container.image = spec.text("image").flatMap { $0.value == "null" ? nil : $0 }
    container.connectorRef = spec.text("connectorRef")
    container.registryRef = spec.text("registryRef")
    container.pullPolicy = spec.text("imagePullPolicy")
    container.isPrivileged = spec.flag("privileged")
    container.user = spec.text("runAsUser")
    container.limits = spec["resources"].flatMap { amounts($0["limits"]) }
    container.requests = spec["resources"].flatMap { amounts($0["requests"]) }
    container.entrypoint = spec.texts("entrypoint")
    container.environment = spec.entries("envVariables")
    container.reports = spec.present("reports").flatMap(reports)
    return container
  }

  private static func amounts(_ data: Data?) -> HarnessAmounts? {
    guard let data, data.entries != nil else { return nil }
    return HarnessAmounts(memory: data.text("memory"), cpu: data.text("cpu"))
  }

  private static func reports(_ data: Data) -> HarnessReports? {
    guard data.entries != nil else { return nil }
    return HarnessReports(type: data.text("type"), paths: data["spec"]?.texts("paths"), span: data.span)
  }

  /// `outputVariables`: a list, or a runtime input.
  static func outputs(_ data: Data?) -> HarnessOutputs? {
    guard let data, !data.isNull else { return nil }
    if let text = data.scalarText { return HarnessOutputs(variables: [], input: text) }
    return HarnessOutputs(variables: outputVariables(data))
  }

  /// Items `{name, type, value}`.
  static func outputVariables(_ data: Data?) -> [HarnessOutputVariable] {
    (data?.items ?? []).map {
      HarnessOutputVariable(name: $0.text("name"), type: $0.text("type"), value: $0.text("value"), span: $0.span)
    }
  }

  static func outputAlias(_ data: Data?) -> HarnessOutputAlias? {
    guard let data, data.entries != nil else { return nil }
    return HarnessOutputAlias(key: data.text("key"), scope: data.text("scope"))
  }
}
