import Expressions
import IR

/// What the pipeline, a stage, a group or a step answers to expressions.
struct HarnessNodeMembers {
  private let scope: HarnessPlanScope
  private let node: HarnessPlanNode
  private var settler: HarnessSettler { scope.settler }

  init(_ scope: HarnessPlanScope, _ index: Int) {
    self.scope = scope
    node = scope.settler.plan.nodes[index]
  }

  /// The keys that stand in the file.
  var names: [String] { (data?.entries ?? []).compactMap(\.key.name) }

  func member(_ name: String) -> JexlValue? {
    if let value = common(name) { return value }
    switch node.kind {
    case .pipeline: return pipeline(name)
    case .stage:
      if name == "spec" { return scope.view(.spec(node.index)) }
    case .group:
      if name == "steps" { return scope.view(.list(node.index, isRollback: false)) }
      if name == "rollbackSteps" { return scope.view(.list(node.index, isRollback: true)) }
      if name == "getParentStepGroup" { return parentGroup }
    case .step:
      if name == "output" { return HarnessStepOutputs(scope, node.index).all }
      if let value = HarnessStepOutputs(scope, node.index).sibling(name) { return value }
    case .parallel, .loop, .insert: return nil
    }
    if node.kind != .step, name == "variables" { return scope.view(.variables(node.index)) }
    // A strategy is what the loop gives, not what is written.
    guard name != "strategy" else { return nil }
    return data?[name].map { JexlValue($0) }
  }

  /// The mapping of the file.
  private var data: Data? {
    switch node.origin {
    case .stage(let stage): stage.data
    case .group(let group): group.data
    case .step(let step): step.data
    case .none: node.kind == .pipeline ? settler.plan.pipeline.data : nil
    }
  }

  private var parentGroup: JexlValue? {
    guard let parent = node.parent, let group = settler.enclosing(.group, of: parent) else { return nil }
    return scope.view(.node(group))
  }

  // MARK: What all nodes answer

  private func common(_ name: String) -> JexlValue? {
    switch name {
    case "identifier": return node.kind == .pipeline ? text(settler.plan.pipeline.identifier) : .string(node.identifier)
    case "name": return node.kind == .pipeline ? text(settler.plan.pipeline.name) : .string(node.name)
    case "status": return status
    case "currentStatus": return aggregate
    case "liveStatus": return aggregate
    case "startTs": return time(settler.record(of: node.index)?.startedAt)
    case "endTs": return time(settler.record(of: node.index)?.endedAt)
    case "retryCount" where node.kind == .step:
      guard let record = settler.record(of: node.index) else { return later(name) }
      return .whole(Int64(record.retryCount))
    case "iteration", "iterations", "totalIterations", "identifierPostFix", "matrix", "repeat": return iteration(name)
    default: return nil
    }
  }

  private func text(_ text: Text?) -> JexlValue? { text.map { .string($0.value) } }

  private func iteration(_ name: String) -> JexlValue? {
    guard let iteration = node.iteration else { return nil }
    switch name {
    case "matrix": return iteration.matrix.isEmpty ? nil : JexlValue(.map(iteration.matrix))
    case "repeat":
      let members = HarnessLoopValues.repetition(iteration)
      return members.isEmpty ? nil : JexlValue(.map(members))
    default: return HarnessLoopValues.members(of: iteration).first { $0.name == name }.map { JexlValue($0.value) }
    }
  }

  /// Before the run: not known yet, where it will be known by the time the reader is there.
  private func later(_ name: String) -> JexlValue? {
    guard !settler.state.isRunning, settler.precedes(node.index, scope.position) else { return nil }
    return .deferred(name)
  }

  /// Whether the reader stands in the node.
  private var isAround: Bool {
    node.index == scope.position || settler.ancestors(of: scope.position).contains(node.index)
  }

  private var status: JexlValue? {
    if let record = settler.record(of: node.index) { return .string(record.status.rawValue) }
    if settler.isSkipped(node.index), !settler.state.isRunning { return .string(HarnessStatus.skipped.rawValue) }
    if isAround { return .string(HarnessStatus.running.rawValue) }
    return later("status")
  }

  private var aggregate: JexlValue? {
    if settler.state.isRunning {
      if let record = settler.record(of: node.index), record.status.isFinal { return .string(record.status.rawValue) }
      return .string(settler.status(of: node.index).rawValue)
    }
    if isAround, !settler.hasBegun(node.index, before: scope.position) {
      return .string(HarnessStatus.succeeded.rawValue)
    }
    return isAround ? .deferred("currentStatus") : status
  }

  private func time(_ time: Int64?) -> JexlValue? {
    if let time { return .whole(time) }
    if node.kind == .pipeline, let start = settler.plan.facts.startedAt { return .whole(start) }
    guard !settler.state.isRunning else { return nil }
    return isAround ? .deferred("startTs") : later("startTs")
  }

  // MARK: The pipeline

  private func pipeline(_ name: String) -> JexlValue? {
    let facts = settler.plan.facts
    switch name {
    case "stages": return scope.view(.stages)
    case "variables": return scope.view(.variables(0))
    case "executionId":
      if let id = facts.executionID { return .string(id) }
      return settler.state.isRunning ? nil : .deferred("pipeline.executionId")
    case "sequenceId": return .whole(facts.context.build.number)
    case "executionMode": return .string(settler.state.isRollingBack ? "PIPELINE_ROLLBACK" : "NORMAL")
    case "triggerType": return .string(facts.triggerType)
    case "triggeredBy":
      if let value = facts["triggeredBy"] { return JexlValue(value) }
      let author = facts.context.commit.author
      return JexlValue(.map([.init("name", .text(author.name)), .init("email", .text(author.email))]))
    case "selectedStages":
      let all = settler.members(of: 0).map { settler.plan.nodes[$0].identifier }
      return .list((facts.selectedStages.isEmpty ? all : facts.selectedStages).map { .string($0) })
    case "storeType": return .string("INLINE")
    default: return data?[name].map { JexlValue($0) }
    }
  }
}

extension HarnessSettler {
  /// Whether something of a node may be over before another begins.
  func hasBegun(_ node: Int, before position: Int) -> Bool {
    plan.nodes.contains { other in
      guard other.kind == .step || other.kind == .stage, other.index != position else { return false }
      return precedes(other.index, position) && !isSkipped(other.index) && ancestors(of: other.index).contains(node)
    }
  }
}
