import Diagnostics
import IR

/// Makes pipelines of the form `unified` (`version: 1` under `pipeline:`) into the form `v0`, which all readers know.
/// Every part keeps its place in the file.
enum HarnessUnifiedConverter {
  /// - Parameter data: what `pipeline:` leads to.
  static func pipeline(_ data: Data) -> Data {
    var pipeline = HarnessMapping(at: data.span)
    HarnessNewerParts.envelope(data, otherwise: "default", into: &pipeline)
    pipeline.set("inputs", HarnessNewerParts.inputs(data["inputs"]))
    pipeline.set("variables", HarnessNewerParts.variables([data["variables"], data["env"]]))
    codebase(data, into: &pipeline)
    if let barriers = data["barriers"], let items = barriers.items {
      pipeline.set("flowControl", at: barriers.span) { flow in
        flow.set(
          "barriers",
          .list(
            items.map { item in
              var barrier = HarnessMapping(at: item.span)
              barrier.set("identifier", item)
              barrier.set("name", item)
              return barrier.data
            }, at: barriers.span))
      }
    }
    pipeline.set("allowStageExecutions", data["allow-stage-executions"])
    pipeline.set("template", data.present("template").map(HarnessNewerParts.link))
    pipeline.set("stages", data["stages"].map(stages))
    return pipeline.data
  }

  /// What is cloned: the repository of the pipeline, and how.
  private static func codebase(_ data: Data, into pipeline: inout HarnessMapping) {
    guard let source = data["repo"] ?? data["clone"] else { return }
    var codebase = HarnessMapping(at: source.span)
    codebase.set("connectorRef", data["repo"]?["connector"])
    codebase.set("repoName", data["repo"]?["name"])
    for entry in data["clone"].map(HarnessNewerContainers.clone)?.entries ?? []
    where ["build", "depth", "sslVerify"].contains(entry.key.name) {
      codebase.set(entry.key.name ?? "", entry.value)
    }
    pipeline.set(
      "properties", .wrap("ci", .wrap("codebase", codebase.data, at: source.span), at: source.span))
  }

  // MARK: Stages

  static func stages(_ data: Data) -> Data {
    guard let items = data.items else { return data }
    return .list(items.enumerated().map { stage($1, number: $0 + 1) }, at: data.span)
  }

  private static let templateKinds = [
    "template", "action", "deploy", "build", "test", "chaos", "idp", "iacm", "sto", "agent",
  ]

  private static func stage(_ item: Data, number: Int) -> Data {
    let otherwise = "stage\(number)"
    if let parallel = item["parallel"] {
      return .wrap("parallel", stages(parallel["stages"] ?? .list([], at: parallel.span)), at: item.span)
    }
    if let group = item["group"] {
      // Stages one after the other under a name: what a filled `insert` is.
      var insert = HarnessMapping(at: item.span)
      HarnessNewerParts.envelope(group, otherwise: otherwise, into: &insert)
      insert.set("stages", group["stages"].map(stages))
      return .wrap("insert", insert.data, at: item.span)
    }
    var stage = HarnessMapping(at: item.span)
    HarnessNewerParts.envelope(item, otherwise: otherwise, into: &stage)
    flow(item, statusKey: "pipelineStatus", into: &stage)
    stage.set("dependsOn", item.present("needs")?.asList)
    stage.set("variables", HarnessNewerParts.variables([item["variables"], item["inputs"], item["env"]]))
    if let chain = item["chain"] {
      child(chain, into: &stage)
    } else if let dynamic = item["dynamic"] {
      stage.set("type", word: "Dynamic", at: dynamic.span)
      stage.set("spec", dynamic)
    } else if let kind = templateKinds.first(where: { item[$0]?["uses"] != nil }), let link = item[kind] {
      stage.set("template", HarnessNewerParts.link(link))
    } else {
      body(item, into: &stage)
    }
    return .wrap("stage", stage.data, at: item.span)
  }

  private static func body(_ item: Data, into stage: inout HarnessMapping) {
    let isDeployment = item["service"] != nil || item["environment"] != nil
    stage.set("type", word: isDeployment ? "Deployment" : "CI", at: item.span)
    stage.set("spec", at: item.span) { spec in
      if isDeployment {
        reference(item["service"], "service", "serviceRef", into: &spec)
        reference(item["environment"], "environment", "environmentRef", into: &spec)
      } else {
        HarnessNewerStages.surroundings(item, in: &spec)
      }
      spec.set("execution", at: item.span) { execution in
        execution.set("steps", item["steps"].map(steps))
        execution.set("rollbackSteps", item["rollback"].map(steps))
      }
    }
  }

  private static func reference(_ data: Data?, _ key: String, _ inner: String, into spec: inout HarnessMapping) {
    guard let data, let identifier = data.scalarText == nil ? data["id"] : data else { return }
    spec.set(key, .wrap(inner, identifier, at: data.span))
  }

  private static func child(_ chain: Data, into stage: inout HarnessMapping) {
    stage.set("type", word: "Pipeline", at: chain.span)
    stage.set("spec", at: chain.span) { spec in
      if let uses = chain["uses"], let text = uses.scalarText {
        let parts = text.value.split(separator: "/").map(String.init)
        spec.set("pipeline", word: parts.last ?? "", at: uses.span)
        if parts.count > 1 { spec.set("project", word: parts[parts.count - 2], at: uses.span) }
        if parts.count > 2 { spec.set("org", word: parts[parts.count - 3], at: uses.span) }
      }
      spec.set("inputs", chain["with"]?["inputs"])
      spec.set("outputs", chain["with"]?["outputs"])
      spec.set("inputSetReferences", chain["with"]?["input-sets"])
    }
  }

  /// Conditions, failures and loops, which stages, groups and steps share.
  private static func flow(_ item: Data, statusKey: String, into node: inout HarnessMapping) {
    if let condition = item.present("if") {
      // `if` is all of the condition: it says of itself whether it looks at what went before.
      node.set("when", at: condition.span) { when in
        when.set(statusKey, word: "All", at: condition.span)
        when.set("condition", condition)
      }
    }
    node.set("failureStrategies", HarnessNewerParts.failureStrategies(item["on-failure"]))
    node.set("strategy", HarnessNewerParts.strategy(item["strategy"]))
  }

  // MARK: Steps

  static func steps(_ data: Data) -> Data {
    guard let items = data.items else { return data }
    return .list(items.enumerated().map { step($1, number: $0 + 1) }, at: data.span)
  }

  private static func step(_ item: Data, number: Int) -> Data {
    if let parallel = item["parallel"] {
      let members = Data.wrap("parallel", steps(parallel["steps"] ?? .list([], at: parallel.span)), at: item.span)
      guard item.entries?.count != 1 else { return members }
      // What is said of all of them, such as `if`, needs a group around them.
      return group(item, steps: .list([members], at: parallel.span), otherwise: "parallel\(number)")
    }
    if let inner = item["group"] {
      return group(inner, steps: inner["steps"].map(steps), otherwise: "group\(number)")
    }
    var step = HarnessMapping(at: item.span)
    if item.text != nil {
      // A script alone.
      step.set("identifier", word: "run\(number)", at: item.span)
      step.set("name", word: "run\(number)", at: item.span)
      body(HarnessNewerContainers.run(item, as: "Run"), into: &step)
      return .wrap("step", step.data, at: item.span)
    }
    let kind = (item.entries ?? []).lazy.compactMap { entry in entry.key.name.flatMap { kinds[$0] } }.first
    HarnessNewerParts.envelope(item, otherwise: (kind?.word ?? "step") + "\(number)", into: &step)
    flow(item, statusKey: "stageStatus", into: &step)
    step.set("enforce", item["enforce"])
    if let kind, let value = item[kind.key] {
      if let body = kind.convert(value) { Self.body(body, into: &step) }
    } else if let key = templateKinds.first(where: { item[$0]?["uses"] != nil }), let link = item[key] {
      step.set("template", HarnessNewerParts.link(link))
    }
    return .wrap("step", step.data, at: item.span)
  }

  private static func body(_ body: HarnessNewerContainers.Step, into step: inout HarnessMapping) {
    step.set("type", word: body.type, at: body.spec.span)
    step.set("spec", body.spec)
  }

  private static func group(_ data: Data, steps: Data?, otherwise: String) -> Data {
    var group = HarnessMapping(at: data.span)
    HarnessNewerParts.envelope(data, otherwise: otherwise, into: &group)
    flow(data, statusKey: "stageStatus", into: &group)
    group.set("steps", steps)
    return .wrap("stepGroup", group.data, at: data.span)
  }

  /// A key that says what a step does.
  private struct Kind: Sendable {
    var key: String
    /// What steps without a name are called after.
    var word: String
    var convert: @Sendable (Data) -> HarnessNewerContainers.Step?
  }

  private static func renamed(_ data: Data, _ type: String, _ keys: [(String, String)]) -> HarnessNewerContainers.Step {
    var spec = HarnessMapping(at: data.span)
    for (old, new) in keys { spec.set(new, data[old]) }
    return (type, spec.data)
  }

  private static let kinds: [String: Kind] = [
    "run": Kind(key: "run", word: "run") { HarnessNewerContainers.run($0, as: "Run") },
    "run-test": Kind(key: "run-test", word: "test") { HarnessNewerContainers.run($0, as: "Test") },
    "background": Kind(key: "background", word: "background") { HarnessNewerContainers.run($0, as: "Background") },
    "clone": Kind(key: "clone", word: "clone") { ("GitClone", HarnessNewerContainers.clone($0)) },
    "wait": Kind(key: "wait", word: "wait") { renamed($0, "Wait", [("duration", "duration")]) },
    "barrier": Kind(key: "barrier", word: "barrier") { renamed($0, "Barrier", [("name", "barrierRef")]) },
    "queue": Kind(key: "queue", word: "queue") { renamed($0, "Queue", [("key", "key"), ("scope", "scope")]) },
    "policy": Kind(key: "policy", word: "policy") { data in
      var spec = HarnessMapping(at: data.span)
      spec.set("policySets", data["sets"])
      spec.set("type", word: "Custom", at: data.span)
      if let payload = data["payload"] { spec.set("policySpec", .wrap("payload", payload, at: payload.span)) }
      return ("Policy", spec.data)
    },
    "change-advisor": Kind(key: "change-advisor", word: "advisor") { ("ChangeAdvisor", $0) },
    "approval": Kind(key: "approval", word: "approval", convert: HarnessNewerApprovals.approval),
  ]
}
