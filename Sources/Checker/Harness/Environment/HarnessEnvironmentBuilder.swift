import Diagnostics
import IR

/// Lays the nodes of a document flat.
struct HarnessEnvironmentBuilder {
  private(set) var nodes: [HarnessNodeRecord] = []
  private(set) var isGraph = false
  /// Deeper groups than these are left out; no pipeline has them.
  private static let deepest = 64

  /// A pipeline whose content is not told.
  mutating func addOpenRoot(_ data: Data) {
    append(
      HarnessNodeRecord(
        kind: .pipeline, identifier: nil, type: nil, parent: nil, list: .stages, entry: 0, data: data, loop: nil,
        isOpen: true, variables: [], outputs: .anything))
  }

  mutating func add(_ pipeline: HarnessPipeline, isOpen: Bool) {
    let root = append(
      HarnessNodeRecord(
        kind: .pipeline, identifier: pipeline.identifier, type: nil, parent: nil, list: .stages, entry: 0,
        data: pipeline.data, loop: nil, isOpen: isOpen || pipeline.template != nil,
        variables: Self.names(pipeline.variables), outputs: .anything, payload: .pipeline(pipeline)))
    for (index, entry) in pipeline.stages.enumerated() { add(entry, to: root, entry: index, depth: 0) }
  }

  mutating func add(_ template: HarnessTemplate) {
    if case .pipeline(let pipeline) = template.body {
      add(pipeline, isOpen: false)
      return
    }
    addOpenRoot(template.data)
    if case .stage(let stage) = template.body {
      add(stage, to: 0, entry: 0, isOpen: false)
      return
    }
    let stage = append(
      HarnessNodeRecord(
        kind: .stage, identifier: nil, type: nil, parent: 0, list: .stages, entry: 0, data: template.data, loop: nil,
        isOpen: true, variables: [], outputs: .anything))
    switch template.body {
    case .step(let step): add(step, to: stage, in: .steps, entry: 0)
    case .group(let group): add(group, to: stage, in: .steps, entry: 0, depth: 0)
    case .stage, .pipeline, .opaque: break
    }
  }

  private mutating func add(_ entry: HarnessStageEntry, to parent: Int, entry index: Int, depth: Int) {
    switch entry {
    case .stage(let stage): add(stage, to: parent, entry: index, isOpen: false)
    case .parallel(let entries, _):
      guard depth < Self.deepest else { return }
      for entry in entries { add(entry, to: parent, entry: index, depth: depth + 1) }
    case .insert(let insert):
      nodes[parent].isOpen = true
      guard depth < Self.deepest else { return }
      for entry in insert.stages { add(entry, to: parent, entry: index, depth: depth + 1) }
    case .invalid: nodes[parent].isOpen = true
    }
  }

  private mutating func add(_ stage: HarnessStage, to parent: Int, entry: Int, isOpen: Bool) {
    if !stage.dependsOn.isEmpty { isGraph = true }
    let isFilled = isOpen || stage.template != nil || Self.isOpenType(stage.type?.value)
    let index = append(
      HarnessNodeRecord(
        kind: .stage, identifier: stage.identifier, type: stage.type?.value, parent: parent, list: .stages,
        entry: entry, data: stage.data, loop: stage.loop, isOpen: isFilled, variables: Self.names(stage.variables),
        outputs: .anything, payload: .stage(stage)))
    for (entryIndex, entry) in stage.steps.enumerated() {
      add(entry, to: index, in: .steps, entry: entryIndex, depth: 0)
    }
    for (entryIndex, entry) in stage.rollbackSteps.enumerated() {
      add(entry, to: index, in: .rollbackSteps, entry: entryIndex, depth: 0)
    }
    if let ci = stage.ci {
      for service in ci.serviceDependencies { add(service, to: index, in: .steps, entry: -1) }
    }
  }

  /// Stages whose steps are elsewhere.
  private static func isOpenType(_ type: String?) -> Bool {
    type == "Pipeline" || type == "Dynamic" || type == nil
  }

  private mutating func add(
    _ entry: HarnessStepEntry, to parent: Int, in list: HarnessNodeRecord.List, entry index: Int, depth: Int
  ) {
    guard depth < Self.deepest else { return }
    switch entry {
    case .step(let step): add(step, to: parent, in: list, entry: index)
    case .group(let group): add(group, to: parent, in: list, entry: index, depth: depth)
    case .parallel(let entries, _):
      for entry in entries { add(entry, to: parent, in: list, entry: index, depth: depth + 1) }
    case .insert(let insert):
      nodes[parent].isOpen = true
      for entry in insert.steps { add(entry, to: parent, in: list, entry: index, depth: depth + 1) }
    case .invalid: nodes[parent].isOpen = true
    }
  }

  private mutating func add(
    _ group: HarnessStepGroup, to parent: Int, in list: HarnessNodeRecord.List, entry: Int, depth: Int
  ) {
    let index = append(
      HarnessNodeRecord(
        kind: .group, identifier: group.identifier, type: nil, parent: parent, list: list, entry: entry,
        data: group.data,
        loop: group.loop, isOpen: group.template != nil, variables: Self.names(group.variables), outputs: .anything,
        payload: .group(group)))
    for (entryIndex, entry) in group.steps.enumerated() {
      add(entry, to: index, in: .steps, entry: entryIndex, depth: depth + 1)
    }
    for (entryIndex, entry) in group.rollbackSteps.enumerated() {
      add(entry, to: index, in: .rollbackSteps, entry: entryIndex, depth: depth + 1)
    }
  }

  private mutating func add(_ step: HarnessStep, to parent: Int, in list: HarnessNodeRecord.List, entry: Int) {
    append(
      HarnessNodeRecord(
        kind: .step, identifier: step.identifier, type: step.type?.value, parent: parent, list: list, entry: entry,
        data: step.data, loop: step.loop, isOpen: step.template != nil, variables: [], outputs: Self.outputs(of: step),
        payload: .step(step)))
  }

  @discardableResult private mutating func append(_ node: HarnessNodeRecord) -> Int {
    let index = nodes.count
    nodes.append(node)
    nodes[index].index = index
    guard let parent = node.parent else { return index }
    let name = node.identifier?.value
    if node.list == .rollbackSteps {
      nodes[parent].rollbackChildren.append(index)
      if let name { nodes[parent].rollbackNames.append(name) }
      if let name, nodes[parent].rollbackIndex[name] == nil { nodes[parent].rollbackIndex[name] = index }
    } else {
      nodes[parent].children.append(index)
      if let name { nodes[parent].childNames.append(name) }
      if let name, nodes[parent].childIndex[name] == nil { nodes[parent].childIndex[name] = index }
      // What has no name, or one that is worked out, may be anything.
      if name == nil || name?.contains("<+") == true { nodes[parent].isOpen = true }
    }
    return index
  }

  static func names(_ variables: [HarnessVariable]) -> [String] {
    variables.compactMap { $0.name?.value }
  }

  private static func outputs(of step: HarnessStep) -> HarnessNodeRecord.Outputs {
    let declared: HarnessOutputs?
    switch step.action {
    case .run(let run): declared = run.outputs
    case .test(let test): declared = test.outputs
    case .container(let container): declared = container.outputs
    case .shellScript(let script): declared = script.outputs
    case .http(let http): declared = http.outputs
    case .approval(let approval):
      guard approval.kind == .custom else { return .anything }
      declared = approval.script?.outputs
    case .background: return .nothing
    case .other(let other) where step.type?.value == "EventListener": declared = other.outputs
    case .plugin, .gitClone, .uses, .wait, .barrier, .queue, .policy, .other, .template: return .anything
    }
    guard let declared else {
      // A step of which nothing is typed may declare what the reader of the file did not look at.
      return step.data["spec"]?["outputVariables"] == nil ? .declared([]) : .anything
    }
    if declared.input != nil { return .anything }
    var names: [String] = []
    for variable in declared.variables {
      guard let name = variable.name?.value, !name.contains("<+") else { return .anything }
      names.append(name)
    }
    return .declared(names)
  }
}
