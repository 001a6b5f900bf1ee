import Diagnostics
import IR

/// A step, stage or group with what is compared of it, as texts by name.
struct DifferenceItem {
  var id: String
  var name: String
  var decision: Plan.Decision
  var reason: String
  /// In the order in which they are shown; an absent value is not there.
  var fields: [(name: String, value: String)] = []

  func item(_ change: PlanDifference.Change, _ fields: [PlanDifference.Field] = []) -> PlanDifference.Item {
    PlanDifference.Item(id: id, name: name, change: change, decision: decision, reason: reason, fields: fields)
  }

  private mutating func add(_ name: String, _ value: String?) {
    if let value, !value.isEmpty { fields.append((name, value)) }
  }

  /// Everything in a pipeline that can differ, in order.
  static func all(of pipeline: Plan.Pipeline) -> [DifferenceItem] {
    if let deployment = pipeline.pipecd {
      return numbered(deployment.stages.map(DifferenceItem.init))
        + numbered(deployment.rollback.map(DifferenceItem.init))
    }
    let steps = pipeline.steps.map { DifferenceItem($0, pipeline) }
    guard let harness = pipeline.harness else { return steps }
    let blocks = harness.nodes.filter { [.stage, .group, .loop].contains($0.kind) }.map(DifferenceItem.init)
    return blocks + steps
  }

  /// Stages of PipeCD have no names of their own: they are told apart by what they do and how often that was done before.
  private static func numbered(_ stages: [DifferenceItem]) -> [DifferenceItem] {
    var counts: [String: Int] = [:]
    return stages.map { stage in
      counts[stage.id, default: 0] += 1
      var stage = stage
      if let count = counts[stage.id], count > 1 { stage.id += "-\(count)" }
      return stage
    }
  }

  /// Variables that say again what is compared anyway: commands, name and order.
  private static let implied: Set<String> = ["DRONE_SCRIPT", "DRONE_STEP_NAME", "DRONE_STEP_NUMBER"]

  private init(_ step: Plan.Step, _ pipeline: Plan.Pipeline) {
    id = step.id
    name = step.name
    decision = step.decision
    reason = step.reason.text
    add("type", step.type)
    add("image", step.image)
    if step.commands.isEmpty {
      add("entrypoint", step.entrypoint?.joined(separator: " "))
      add("command", step.command?.joined(separator: " "))
    }
    add("commands", step.commands.joined(separator: "\n"))
    // Where a name occurs twice, the later one counts.
    var seen: Set<String> = []
    var variables: [Plan.EnvironmentVariable] = []
    for variable in step.environment.reversed() where !Self.implied.contains(variable.name) {
      if seen.insert(variable.name).inserted { variables.append(variable) }
    }
    for variable in variables.reversed() { add("env " + variable.name, Self.text(variable.value)) }
    if pipeline.harness == nil { add("after", step.needs.joined(separator: ", ")) }
    add("role", step.role == .step ? nil : step.role.rawValue)
    add("when", [.always, .onFailure].contains(step.runPolicy) ? step.runPolicy.rawValue : nil)
    add("failure", step.failurePolicy == .fail ? nil : step.failurePolicy.rawValue)
    add("detached", step.isDetached ? "yes" : nil)
    add("privileged", step.isPrivileged ? "yes" : nil)
    add("pull", step.pull == .automatic ? nil : step.pull.rawValue)
    add("user", step.user)
    add("folder", step.workingDirectory)
    add("mounts", step.mounts.map { "\($0.volume) at \($0.path)" }.joined(separator: ", "))
    add("timeout", step.timeout.map { "\($0) ms" })
    add("memory", step.memoryLimit.map { "\($0) bytes" })
    add("processors", step.processorLimit.map { "\($0)m" })
    add("network", step.networkMode)
    add("policies", step.policySets.joined(separator: ", "))
    add("reports", step.reports.joined(separator: ", "))
  }

  private init(_ node: HarnessPlanNode) {
    id = node.path.description + (node.kind == .loop ? " (loop)" : "")
    name = node.name
    decision = node.decision
    reason = node.reason.text
    add("starts if", node.condition?.text)
    if let loop = node.loop {
      add("repeats", loop.waitsFor.map { "\(loop.kind), waits for \($0)" } ?? "\(loop.kind) of \(node.children.count)")
      if loop.maxConcurrency > 0 { add("at the same time", "\(loop.maxConcurrency)") }
    }
    for rule in node.failureRules { add("on \(rule.errors.joined(separator: ", "))", rule.action.name) }
    add("timeout", node.timeout.map { "\($0) ms" })
  }

  private init(_ stage: PlannedStage) {
    id = stage.name + (stage.isRollback ? " (rollback)" : "")
    name = stage.name
    decision = stage.decision
    reason = stage.reason.text
    switch stage.executor {
    case .piped, .unknown: break
    case .plugin(let plugin): add("by", plugin.name)
    }
    switch stage.kind {
    case .wait(let duration): add("waits", duration.text)
    case .approval(let approval): add("approval", "\(approval.count) of \(approval.approvers.joined(separator: ", "))")
    case .script(let script):
      add("commands", script.run)
      for variable in script.environment { add("env " + variable.name, variable.value) }
    case .analysis, .platform: break
    }
    if let options = stage.options {
      var json = JSONWriter(layout: .compact)
      options.writeJSON(to: &json)
      add("options", PlanRenderer.members(of: json.text).joined(separator: ", "))
    } else {
      add("options", ["", "{}", "null"].contains(stage.configuration) ? nil : stage.configuration)
    }
    add("timeout", stage.timeout?.text)
  }

  private static func text(_ value: Plan.Value) -> String {
    switch value {
    case .literal(let text): text.isEmpty ? "\"\"" : text
    case .secret(let name): "secret \(name)"
    case .deferred(let expression): expression
    case .runtime(let fact, initially: let text): text.isEmpty ? "(\(fact.rawValue), known at run time)" : text
    case .pieces(let pieces):
      pieces.map { piece in
        switch piece {
        case .literal(let text): text
        case .secret(let name): "<secret \(name)>"
        case .deferred(let expression): expression
        }
      }.joined()
    }
  }
}
