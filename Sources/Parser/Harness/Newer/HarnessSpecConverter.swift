import Diagnostics
import IR

/// Makes pipelines of the form `spec` (`kind: pipeline` with `spec:`) into the form `v0`, which all readers know. Every part
/// keeps its place in the file.
enum HarnessSpecConverter {
  /// - Parameter root: the document; of older files, which have no `kind`, it is the body itself.
  static func pipeline(_ root: Data) -> Data {
    let body = root["spec"] ?? root
    let options = body["options"] ?? root["options"]
    var pipeline = HarnessMapping(at: root.span)
    HarnessNewerParts.envelope(root, otherwise: "default", into: &pipeline)
    pipeline.set("inputs", HarnessNewerParts.inputs(body["inputs"]))
    pipeline.set("variables", HarnessNewerParts.variables([options?["envs"]]))
    let repository = options?["repository"] ?? body["repository"]
    if let source = repository ?? options?["clone"] {
      var codebase = HarnessMapping(at: source.span)
      codebase.set("connectorRef", repository?["connector"])
      codebase.set("repoName", repository?["name"])
      codebase.set("depth", options?["clone"]?["depth"])
      pipeline.set(
        "properties", .wrap("ci", .wrap("codebase", codebase.data, at: source.span), at: source.span))
    }
    if root["timeout"] == nil { pipeline.set("timeout", options?["timeout"]) }
    pipeline.set("stages", body["stages"].map { stages($0, clone: options?["clone"]) })
    return pipeline.data
  }

  // MARK: Stages

  private static let stageTypes: [String: String] = [
    "ci": "CI", "cd": "Deployment", "deployment": "Deployment", "custom": "Custom", "approval": "Approval",
    "iacm": "IACM", "flag": "FeatureFlag", "security": "Security",
  ]

  static func stages(_ data: Data, clone: Data? = nil) -> Data {
    guard let items = data.items else { return data }
    return .list(items.enumerated().map { stage($1, number: $0 + 1, clone: clone) }, at: data.span)
  }

  private static func stage(_ item: Data, number: Int, clone: Data?) -> Data {
    let spec = item["spec"] ?? Data(.map([]), at: item.span)
    let otherwise = "stage\(number)"
    switch item.text("type")?.value {
    case "parallel":
      return .wrap("parallel", stages(spec["stages"] ?? .list([], at: spec.span), clone: clone), at: item.span)
    case "group":
      var insert = HarnessMapping(at: item.span)
      HarnessNewerParts.envelope(item, otherwise: otherwise, into: &insert)
      insert.set("stages", spec["stages"].map { stages($0, clone: clone) })
      return .wrap("insert", insert.data, at: item.span)
    default: break
    }
    var stage = HarnessMapping(at: item.span)
    HarnessNewerParts.envelope(item, otherwise: otherwise, into: &stage)
    flow(item, statusKey: "pipelineStatus", into: &stage)
    stage.set("variables", HarnessNewerParts.variables([item["variables"], item["inputs"], spec["envs"]]))
    if item.text("type")?.value == "template" {
      stage.set("template", HarnessNewerParts.link(spec))
      return .wrap("stage", stage.data, at: item.span)
    }
    stage.set("type", HarnessNewerParts.word(item["type"], stageTypes))
    stage.set("spec", at: spec.span) { body in
      if item.text("type")?.value == "ci" {
        HarnessNewerStages.surroundings(spec.adding("clone", clone), in: &body)
      }
      body.set("execution", at: spec.span) { execution in
        execution.set("steps", spec["steps"].map(steps))
        execution.set("rollbackSteps", (spec["rollback"] ?? spec["rollbackSteps"]).map(steps))
      }
    }
    return .wrap("stage", stage.data, at: item.span)
  }

  private static func flow(_ item: Data, statusKey: String, into node: inout HarnessMapping) {
    node.set("when", HarnessWhenConverter.when(item["when"], statusKey: statusKey))
    node.set("failureStrategies", HarnessNewerParts.failureStrategies(item["failure"]))
    node.set("strategy", HarnessNewerParts.strategy(item["strategy"]))
  }

  // MARK: Steps

  static func steps(_ data: Data) -> Data {
    guard let items = data.items else { return data }
    return .list(items.enumerated().map { step($1, number: $0 + 1) }, at: data.span)
  }

  private static func step(_ item: Data, number: Int) -> Data {
    let spec = item["spec"] ?? Data(.map([]), at: item.span)
    let type = item.text("type")?.value ?? ""
    switch type {
    case "parallel":
      let members = Data.wrap("parallel", steps(spec["steps"] ?? .list([], at: spec.span)), at: item.span)
      guard ["when", "failure", "strategy"].contains(where: { item.present($0) != nil }) else { return members }
      return group(item, steps: .list([members], at: spec.span), otherwise: "parallel\(number)")
    case "group": return group(item, steps: spec["steps"].map(steps), otherwise: "group\(number)")
    default: break
    }
    var step = HarnessMapping(at: item.span)
    HarnessNewerParts.envelope(item, otherwise: (type.isEmpty ? "step" : type) + "\(number)", into: &step)
    flow(item, statusKey: "stageStatus", into: &step)
    if type == "template" {
      step.set("template", HarnessNewerParts.link(spec))
      return .wrap("step", step.data, at: item.span)
    }
    let body = Self.body(type, spec, item)
    step.set("type", body.type.isEmpty ? nil : .word(body.type, at: item["type"]?.span ?? item.span))
    step.set("spec", body.spec)
    return .wrap("step", step.data, at: item.span)
  }

  private static func body(_ type: String, _ spec: Data, _ item: Data) -> HarnessNewerContainers.Step {
    switch type {
    case "script", "run": return HarnessNewerContainers.run(spec, as: "Run")
    case "plugin": return HarnessNewerContainers.run(spec, as: "Plugin")
    case "background": return HarnessNewerContainers.run(spec, as: "Background")
    case "test": return HarnessNewerContainers.run(spec, as: "Test")
    case "action", "bitrise":
      var uses = HarnessMapping(at: spec.span)
      uses.set("uses", spec["uses"])
      uses.set("with", spec["with"])
      uses.set("env", spec["envs"])
      return (type == "action" ? "Action" : "Bitrise", uses.data)
    case "barrier":
      var barrier = HarnessMapping(at: spec.span)
      barrier.set("barrierRef", spec["ref"] ?? spec["name"] ?? item["name"])
      return ("Barrier", barrier.data)
    // Everything else has the names and keys of the form `v0`.
    default: return (type, spec)
    }
  }

  private static func group(_ item: Data, steps: Data?, otherwise: String) -> Data {
    var group = HarnessMapping(at: item.span)
    HarnessNewerParts.envelope(item, otherwise: otherwise, into: &group)
    flow(item, statusKey: "stageStatus", into: &group)
    group.set("steps", steps)
    return .wrap("stepGroup", group.data, at: item.span)
  }
}

extension Data {
  /// The mapping with a key that it does not have itself.
  fileprivate func adding(_ key: String, _ value: Data?) -> Data {
    guard let value, let entries, self[key] == nil else { return self }
    return Data(.map(entries + [.init(key: .word(key, at: value.span), value: value)]), at: span)
  }
}
