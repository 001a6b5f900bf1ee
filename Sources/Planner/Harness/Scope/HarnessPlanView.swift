import Expressions
import IR

/// A part of the pipeline as expressions see it; members are looked up when they are asked for.
struct HarnessPlanView: HarnessNode {
  /// What it is a view of; numbers are places in `HarnessPlan.nodes`.
  enum Part: Hashable, Sendable {
    case node(Int)
    case stages
    /// `spec` of a stage.
    case spec(Int)
    /// `spec.execution` of a stage.
    case execution(Int)
    /// `steps` or `rollbackSteps` of a stage or group.
    case list(Int, isRollback: Bool)
    /// The iterations of a looped stage under its plain identifier.
    case iterations(Int)
    /// `output` of a step.
    case output(Int)
    /// `output.outputVariables` of a step.
    case outputVariables(Int)
    /// `variables` of the pipeline, a stage or a group.
    case variables(Int)
  }

  let scope: HarnessPlanScope
  let part: Part

  init(_ scope: HarnessPlanScope, _ part: Part) {
    self.scope = scope
    self.part = part
  }

  private var settler: HarnessSettler { scope.settler }

  var path: String {
    switch part {
    case .node(let index): Self.path(settler.plan.nodes[index])
    case .stages: "pipeline.stages"
    case .spec(let index): Self.path(settler.plan.nodes[index]) + ".spec"
    case .execution(let index): Self.path(settler.plan.nodes[index]) + ".spec.execution"
    case .list(let index, let isRollback):
      Self.path(settler.plan.nodes[index]) + (isRollback ? ".rollbackSteps" : ".steps")
    case .iterations(let index): Self.path(settler.plan.nodes[index]) + "[]"
    case .output(let index): Self.path(settler.plan.nodes[index]) + ".output"
    case .outputVariables(let index): Self.path(settler.plan.nodes[index]) + ".output.outputVariables"
    case .variables(let index): Self.path(settler.plan.nodes[index]) + ".variables"
    }
  }

  /// Where it is, in a form that is only compared and shown.
  private static func path(_ node: HarnessPlanNode) -> String {
    node.path.segments.isEmpty ? "pipeline" : "pipeline.stages." + node.path.description
  }

  func member(_ name: String) -> JexlValue? {
    switch part {
    case .node(let index): return HarnessNodeMembers(scope, index).member(name)
    case .stages: return entry(name, in: 0, isRollback: false)
    case .spec(let index): return specification(name, index)
    case .execution(let index):
      switch name {
      case "steps": return scope.view(.list(index, isRollback: false))
      case "rollbackSteps": return scope.view(.list(index, isRollback: true))
      default: return nil
      }
    case .list(let index, let isRollback): return entry(name, in: index, isRollback: isRollback)
    case .iterations(let index):
      let found = settler.plan.nodes[index].children.first { settler.plan.nodes[$0].identifier == name }
      return found.map { scope.view(.node($0)) }
    case .output(let index): return HarnessStepOutputs(scope, index).field(name)
    case .outputVariables(let index): return HarnessStepOutputs(scope, index).variable(name)
    case .variables(let index): return HarnessVariables(settler).value(of: name, at: index)
    }
  }

  var memberNames: [String] {
    switch part {
    case .node(let index): HarnessNodeMembers(scope, index).names
    case .stages: names(in: 0, isRollback: false)
    case .spec(let index): (specificationData(index)?.entries ?? []).compactMap(\.key.name)
    case .execution: ["steps", "rollbackSteps"]
    case .list(let index, let isRollback): names(in: index, isRollback: isRollback)
    case .iterations(let index): settler.plan.nodes[index].children.map { settler.plan.nodes[$0].identifier }
    case .output(let index): HarnessStepOutputs(scope, index).fieldNames
    case .outputVariables(let index): HarnessStepOutputs(scope, index).variableNames
    case .variables(let index): HarnessVariables(settler).names(at: index)
    }
  }

  // MARK: Lists

  private func names(in container: Int, isRollback: Bool) -> [String] {
    settler.members(of: container, rollback: isRollback).map { settler.plan.nodes[$0].identifier }
  }

  private func entry(_ name: String, in container: Int, isRollback: Bool) -> JexlValue? {
    let members = settler.members(of: container, rollback: isRollback)
    if let found = members.first(where: { settler.plan.nodes[$0].identifier == name }) {
      return scope.view(.node(found))
    }
    return loop(name, in: container, isRollback: isRollback)
  }

  /// A looped stage by its plain identifier, and iterations that are not known yet.
  private func loop(_ name: String, in container: Int, isRollback: Bool) -> JexlValue? {
    for node in settler.plan.nodes where node.kind == .loop && settler.named(around: node) == container {
      guard let loop = node.loop else { continue }
      if let waitsFor = loop.waitsFor, name.hasPrefix(node.identifier + "_") { return .deferred(waitsFor) }
      if name == node.identifier, case .stage = node.origin { return scope.view(.iterations(node.index)) }
    }
    return nil
  }

  // MARK: spec

  private func specificationData(_ stage: Int) -> Data? {
    guard case .stage(let source) = settler.plan.nodes[stage].origin else { return nil }
    return source.data["spec"]
  }

  private func specification(_ name: String, _ stage: Int) -> JexlValue? {
    if name == "execution" { return scope.view(.execution(stage)) }
    switch name {
    case "service", "env", "artifacts", "manifests", "configFiles":
      if let value = settler.plan.facts[name] { return JexlValue(value) }
    case "infrastructure":
      if let value = settler.plan.facts["infra"] {
        return JexlValue(.map([.init("output", value)]))
      }
    default: break
    }
    return specificationData(stage)?[name].map { JexlValue($0) }
  }
}

extension HarnessSettler {
  /// The stage, group or pipeline that a loop or block stands in.
  func named(around node: HarnessPlanNode) -> Int? {
    var current = node.parent
    while let index = current {
      if plan.nodes[index].kind.isNamed { return index }
      current = plan.nodes[index].parent
    }
    return nil
  }
}
