import Diagnostics
import IR

/// Reads stages and step groups of the form `v0`.
enum HarnessStageReader {
  // MARK: Items of lists

  /// An item of `stages:`.
  static func entry(_ item: Data) -> HarnessStageEntry {
    if let stage = item["stage"] { return .stage(Self.stage(stage)) }
    if let parallel = item["parallel"], let members = parallel.items {
      return .parallel(members.map(entry), at: item.span)
    }
    if let insert = item["insert"] {
      return .insert(
        HarnessInsert(
          identifier: insert.text("identifier"), name: insert.text("name"), stages: insert.list("stages").map(entry),
          span: item.span))
    }
    return .invalid(item.span)
  }

  /// An item of `steps:`.
  static func stepEntry(_ item: Data) -> HarnessStepEntry {
    if let step = item["step"] { return .step(HarnessStepReader.step(step)) }
    if let group = item["stepGroup"] { return .group(Self.group(group)) }
    if let parallel = item["parallel"], let members = parallel.items {
      return .parallel(members.map(stepEntry), at: item.span)
    }
    if let insert = item["insert"] {
      return .insert(
        HarnessInsert(
          identifier: insert.text("identifier"), name: insert.text("name"), steps: insert.list("steps").map(stepEntry),
          span: item.span))
    }
    return .invalid(item.span)
  }

  // MARK: Nodes

  /// - Parameter data: what `stage:` leads to.
  static func stage(_ data: Data) -> HarnessStage {
    var stage = HarnessStage(data: data)
    stage.identifier = data.text("identifier")
    stage.name = data.text("name")
    stage.type = data.text("type")
    stage.description = data.text("description")
    stage.tags = data["tags"]?.namedEntries ?? []
    stage.variables = HarnessFlowReader.variables(data["variables"])
    stage.condition = HarnessFlowReader.condition(data["when"])
    stage.failureStrategies = HarnessFlowReader.failureStrategies(data["failureStrategies"])
    stage.loop = HarnessFlowReader.loop(data["strategy"])
    stage.timeout = data.text("timeout")
    stage.dependsOn = data.textList("dependsOn")
    stage.template = HarnessFlowReader.link(data["template"])
    guard let spec = data["spec"] else { return stage }
    stage.steps = spec["execution"]?.list("steps").map(stepEntry) ?? []
    stage.rollbackSteps = spec["execution"]?.list("rollbackSteps").map(stepEntry) ?? []
    switch stage.type?.value {
    case "CI": stage.details = .ci(ci(spec))
    case "Deployment": stage.details = .deployment(deployment(spec))
    case "Pipeline": stage.details = .child(child(spec))
    default: break
    }
    return stage
  }

  /// - Parameter data: what `stepGroup:` leads to.
  static func group(_ data: Data) -> HarnessStepGroup {
    var group = HarnessStepGroup(data: data)
    group.identifier = data.text("identifier")
    group.name = data.text("name")
    group.condition = HarnessFlowReader.condition(data["when"])
    group.failureStrategies = HarnessFlowReader.failureStrategies(data["failureStrategies"])
    group.loop = HarnessFlowReader.loop(data["strategy"])
    group.variables = HarnessFlowReader.variables(data["variables"])
    group.steps = data.list("steps").map(stepEntry)
    group.rollbackSteps = data.list("rollbackSteps").map(stepEntry)
    group.infrastructure = data["stepGroupInfra"]?.text("type")
    group.sharedPaths = data.texts("sharedPaths")
    group.template = HarnessFlowReader.link(data["template"])
    return group
  }

  // MARK: What only some stages have

  private static func ci(_ spec: Data) -> HarnessCI {
    var ci = HarnessCI()
    ci.clonesCodebase = spec.flag("cloneCodebase")
    ci.platformOS = spec["platform"]?.text("os")
    ci.platformArchitecture = spec["platform"]?.text("arch")
    ci.runtime = spec["runtime"]?.text("type")
    let infrastructure = spec["infrastructure"]
    ci.infrastructureFromStage = infrastructure?.text("useFromStage")
    ci.infrastructure =
      infrastructure?.text("type") ?? ci.infrastructureFromStage.map { Text("UseFromStage", at: $0.span) }
    ci.sharedPaths = spec.texts("sharedPaths")
    ci.serviceDependencies = spec.list("serviceDependencies").map(HarnessStepReader.serviceDependency)
    return ci
  }

  private static func deployment(_ spec: Data) -> HarnessDeployment {
    let environment = spec["environment"]
    var infrastructures = environment?.list("infrastructureDefinitions").compactMap { $0.text("identifier") } ?? []
    if let one = environment?["infrastructureDefinition"]?.text("identifier") { infrastructures.append(one) }
    return HarnessDeployment(
      deploymentType: spec.text("deploymentType"),
      serviceRef: spec["service"]?.text("serviceRef") ?? spec["serviceConfig"]?.text("serviceRef"),
      environmentRef: environment?.text("environmentRef") ?? spec["infrastructure"]?.text("environmentRef"),
      infrastructureRefs: infrastructures)
  }

  private static func child(_ spec: Data) -> HarnessChildPipeline {
    HarnessChildPipeline(
      organization: spec.text("org"), project: spec.text("project"), pipeline: spec.text("pipeline"),
      inputs: spec.present("inputs"), inputSetReferences: spec.textList("inputSetReferences"),
      outputs: HarnessStepReader.outputVariables(spec["outputs"]))
  }
}
