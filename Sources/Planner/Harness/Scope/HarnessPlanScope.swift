import Expressions
import IR

/// What expressions find where a node stands.
struct HarnessPlanScope: Sendable {
  let settler: HarnessSettler
  /// The node whose text is read.
  let position: Int
  /// Names that hold only for this text, such as `httpResponseCode` in an assertion.
  var extras: [HarnessValue.Member] = []

  var node: HarnessPlanNode { settler.plan.nodes[position] }

  /// A member of the outcomes that stages publish.
  func outcome(_ name: String) -> JexlValue? {
    let published: Set = [
      "service", "artifacts", "manifests", "configFiles", "infrastructure", "env", "connectorRefs", "serviceVariables",
    ]
    guard published.contains(name) else { return nil }
    return settler.plan.facts[name].map { JexlValue($0) }
  }

  /// A value that the run has published by name.
  func output(_ name: String) -> JexlValue? {
    if let extra = extras.last(where: { $0.name == name }) { return JexlValue(extra.value) }
    if name == "codebase" { return codebase }
    return nil
  }

  /// `codebase`: in CI stages that clone it.
  private var codebase: JexlValue? {
    guard let stage = settler.stage(of: position), case .stage(let source) = settler.plan.nodes[stage].origin,
      let details = source.ci
    else { return nil }
    if details.clonesCodebase?.literal == false { return nil }
    return settler.plan.facts["codebase"].map { JexlValue($0) }
  }

  /// A field or child of the node itself.
  func child(_ name: String) -> JexlValue? { HarnessPlanView(self, .node(position)).member(name) }

  /// The nearest node around with that identifier or that word for its kind.
  func ancestor(_ name: String) -> JexlValue? {
    if name == "pipeline" { return view(.node(0)) }
    var current: Int? = position
    while let index = current {
      let node = settler.plan.nodes[index]
      if let found = match(name, node) { return found }
      // On the way out of a list stand the list itself and what is around it.
      if let parent = node.parent, let found = list(name, around: node, in: parent) { return found }
      current = node.parent
    }
    return nil
  }

  private func match(_ name: String, _ node: HarnessPlanNode) -> JexlValue? {
    guard node.kind.isNamed, node.index != 0 else { return nil }
    let isMeant =
      switch node.kind {
      case .stage: name == "stage" || name == node.identifier
      case .group: name == "stepGroup" || name == node.identifier
      case .step: name == "step" || (name == node.identifier && node.index != position)
      default: false
      }
    return isMeant ? view(.node(node.index)) : nil
  }

  /// `steps`, `rollbackSteps`, `execution`, `spec` and `stages` as nodes around what stands in them.
  private func list(_ name: String, around node: HarnessPlanNode, in container: Int) -> JexlValue? {
    let owner = settler.plan.nodes[container]
    switch owner.kind {
    case .pipeline: return name == "stages" ? view(.stages) : nil
    case .group, .stage:
      let isRollback = node.isRollback && !owner.isRollback
      if name == "steps", !isRollback { return view(.list(container, isRollback: false)) }
      if name == "rollbackSteps", isRollback { return view(.list(container, isRollback: true)) }
      guard owner.kind == .stage else { return nil }
      if name == "execution" { return view(.execution(container)) }
      if name == "spec" { return view(.spec(container)) }
      return nil
    default: return nil
    }
  }

  /// The root objects that need no prefix.
  func root(_ name: String) -> JexlValue? {
    // Names of one text are variables too: `httpResponseCode == 200`.
    if let extra = extras.last(where: { $0.name == name }) { return JexlValue(extra.value) }
    switch name {
    case "pipeline": return view(.node(0))
    case "strategy": return HarnessLoopValues(settler, position).strategy.map { JexlValue($0) }
    case "approval": return settler.state.approval.map { JexlValue($0) } ?? pending("approval")
    case "executionInput": return settler.answers(at: position)
    case "codebase", "outcome", "output", "child", "ancestor", "qualified": return nil
    default: break
    }
    if let value = settler.plan.facts[name] { return JexlValue(value) }
    let pipeline = settler.plan.pipeline
    switch name {
    case "org": return pipeline.orgIdentifier.map { JexlValue(.map([.init("identifier", .text($0.value))])) }
    case "project":
      guard let project = pipeline.projectIdentifier else { return nil }
      var members = [HarnessValue.Member("identifier", .text(project.value))]
      if let org = pipeline.orgIdentifier { members.append(.init("orgIdentifier", .text(org.value))) }
      return JexlValue(.map(members))
    default: return nil
    }
  }

  private func pending(_ what: String) -> JexlValue? {
    guard !settler.state.isRunning else { return nil }
    let isAsked = settler.plan.nodes.contains { other in
      guard case .step(let step) = other.origin, case .approval = step.action else { return false }
      return settler.precedes(other.index, position)
    }
    return isAsked ? .deferred(what) : nil
  }

  /// An output published under an alias: `stage.KEY.NAME`, or `stage.KEY` for all of them.
  func exported(_ reference: String) -> JexlValue? {
    let parts = reference.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 2 else { return nil }
    let owner: Int? =
      switch parts[0] {
      case "pipeline": 0
      case "stage": settler.stage(of: position)
      case "stepGroup": settler.enclosing(.group, of: position)
      default: nil
      }
    guard let owner else { return nil }
    let path = settler.plan.nodes[owner].path
    let found = settler.state.exports.last { $0.scope == parts[0] && $0.owner == path && $0.key == parts[1] }
    guard let found else { return settler.state.isRunning ? nil : promised(parts, owner) }
    let name = parts.dropFirst(2).joined(separator: ".")
    if parts.count == 2 { return JexlValue(.map(found.outputs)) }
    return found.outputs.last { $0.name == name }.map { JexlValue($0.value) }
  }

  /// Before the run: deferred where an earlier step publishes the alias.
  private func promised(_ parts: [String], _ owner: Int) -> JexlValue? {
    let publisher = settler.plan.nodes.first { other in
      guard case .step(let step) = other.origin, let alias = step.outputAlias else { return false }
      return alias.key?.value == parts[1] && settler.precedes(other.index, position) && !settler.isSkipped(other.index)
        && ([other.index] + settler.ancestors(of: other.index)).contains(owner)
    }
    return publisher == nil ? nil : .deferred("exportedVariables")
  }

  func view(_ part: HarnessPlanView.Part) -> JexlValue { .node(JexlNode(HarnessPlanView(self, part))) }
}

extension HarnessFacts {
  /// A root object of expressions.
  subscript(name: String) -> HarnessValue? { roots.last { $0.name == name }?.value }
}

extension HarnessStep {
  /// Where its outputs are also published.
  var outputAlias: HarnessOutputAlias? {
    switch action {
    case .run(let run): run.alias
    case .shellScript(let script): script.alias
    default: nil
    }
  }

  /// The outputs that it declares; nil for steps whose programs decide what they publish.
  var declaredOutputs: HarnessOutputs? {
    switch action {
    case .run(let run): run.outputs ?? HarnessOutputs(variables: [])
    case .test(let test): test.outputs ?? HarnessOutputs(variables: [])
    case .container(let step): step.settings == nil ? step.outputs ?? HarnessOutputs(variables: []) : step.outputs
    case .shellScript(let script): script.outputs ?? HarnessOutputs(variables: [])
    case .http(let http): http.outputs ?? HarnessOutputs(variables: [])
    case .approval(let approval): approval.script.map { $0.outputs ?? HarnessOutputs(variables: []) }
    case .other(let other): other.outputs
    case .plugin, .background, .gitClone, .uses, .wait, .barrier, .queue, .policy, .template: nil
    }
  }
}
