import Diagnostics
import IR

extension HarnessEnvironment {
  /// What a path leads to for somebody who stands at a position.
  ///
  /// It follows the order in which Harness looks a path up: names of the node itself, of what encloses it, then the roots.
  public func resolve(_ path: HarnessExpressionPath, at position: HarnessPosition) -> HarnessPathResolution {
    guard isJudged, !nodes.isEmpty else { return Self.unjudged(path) }
    let segments = Self.withoutAliases(path.segments)
    guard let first = segments.first else { return .dynamic }
    guard let root = first.name else { return .dynamic }
    var walk = HarnessPathWalk(environment: self, position: position, segments: segments)
    walk.hyphenTail = path.hyphenTail
    walk.method = path.methodName
    return walk.resolve(root: root)
  }

  /// A path in a part of a pipeline, such as an input set: what it names lies elsewhere, but it can begin almost like a root.
  private static func unjudged(_ path: HarnessExpressionPath) -> HarnessPathResolution {
    guard path.segments.count > 1, let name = path.segments[0].name, !HarnessCatalogue.roots.contains(name),
      !HarnessCatalogue.rareRoots.contains(name)
    else { return .dynamic }
    var miss = HarnessMiss(
      .unknownPath, at: 0, name,
      candidates: HarnessCatalogue.structural + ["trigger", "codebase", "account", "project", "secrets"])
    guard miss.nearest != nil else { return .dynamic }
    miss.isUncertain = true
    return .unknown(miss)
  }

  /// Paths that stand for others.
  private static func withoutAliases(_ segments: [HarnessExpressionPath.Segment]) -> [HarnessExpressionPath.Segment] {
    guard let first = segments.first, let name = first.name, name == "strategy", segments.count > 1,
      let second = segments[1].name, second == "matrix" || second == "repeat"
    else { return segments }
    return Array(segments.dropFirst())
  }
}

/// One path on its way through the environment.
struct HarnessPathWalk {
  let environment: HarnessEnvironment
  let position: HarnessPosition
  let segments: [HarnessExpressionPath.Segment]
  var hyphenTail: String?
  /// What is called on the end of the path.
  var method: String?

  var nodes: [HarnessNodeRecord] { environment.nodes }
  var reader: HarnessNodeRecord { environment.nodes[position.node] }

  func resolve(root: String) -> HarnessPathResolution {
    switch root {
    case "pipeline": return inNode(0, from: 1)
    case "stages": return inList(.stages, of: 0, from: 1, form: .absolute)
    case "stage": return stage()
    case "steps": return nearestList()
    case "execution": return execution(from: 1)
    case "inputs" where segments.count == 1 && method == nil:
      return .unknown(HarnessMiss(.unknownPath, at: 0, root, candidates: ["input"]))
    case "spec": return spec()
    case "rollbackSteps": return rollbackList()
    case "step": return step()
    case "stepGroup": return stepGroup()
    case "matrix": return matrix()
    case "repeat": return repetition()
    case "strategy": return strategy()
    default: break
    }
    // What the node itself answers.
    if let own = own(root) { return own }
    for index in environment.chain(from: position.node) where nodes[index].parent != nil && nodes[index].name == root {
      return inNode(index, from: 1)
    }
    if let members = HarnessCatalogue.tables[root] { return inTable(members, root: root) }
    if let type = HarnessCatalogue.values[root] { return .known(segments.count == 1 ? type : .any, node: nil) }
    if HarnessCatalogue.openRoots.contains(root) || HarnessCatalogue.rareRoots.contains(root) {
      return .known(.any, node: nil)
    }
    if let functions = HarnessCatalogue.functions[root] { return function(root, functions) }
    return unknownRoot(root)
  }

  private func own(_ root: String) -> HarnessPathResolution? {
    guard reader.kind != .pipeline else { return nil }
    let members =
      switch reader.kind {
      case .pipeline: HarnessCatalogue.pipeline
      case .stage: HarnessCatalogue.stage
      case .group: HarnessCatalogue.group
      case .step: HarnessCatalogue.step
      }
    guard members[root] != nil, root != "spec", root != "output" else { return nil }
    if position.isRelativeOpen { return .dynamic }
    return inNode(position.node, from: 0)
  }

  private func stage() -> HarnessPathResolution {
    guard !position.isRelativeOpen else { return inUnseenStage() }
    guard let stage = environment.enclosing(.stage, of: position.node) else {
      if nodes[0].isOpen || position.moment == .event { return .dynamic }
      return .unknown(HarnessMiss(.outsideStage, at: 0, "stage"))
    }
    return inNode(stage, from: 1)
  }

  /// `stage.…` of whoever reads it: only what every stage has can be judged.
  private func inUnseenStage() -> HarnessPathResolution {
    guard segments.count > 1, let name = segments[1].name, HarnessCatalogue.stage[name] == nil,
      Suggestion.nearest(to: name, among: HarnessCatalogue.stage.names) != nil
    else { return .dynamic }
    return .unknown(HarnessMiss(.unknownPath, at: 1, name, candidates: HarnessCatalogue.stage.names))
  }

  private func nearestList() -> HarnessPathResolution {
    guard !position.isRelativeOpen, position.moment != .event else { return .dynamic }
    var index: Int? = position.node
    // A group or stage of its own is not yet inside its list.
    if reader.kind == .group { return inList(.steps, of: position.node, from: 1, form: .nearest) }
    while let current = index, let parent = nodes[current].parent {
      if nodes[current].list == .steps { return inList(.steps, of: parent, from: 1, form: .nearest) }
      index = parent
    }
    if environment.isOpen(position.node) { return .dynamic }
    if let stage = environment.enclosing(.stage, of: position.node), reader.kind == .step, segments.count > 1,
      let name = segments[1].name
    {
      // At the top of the steps for a rollback there is no list of this name.
      let miss = HarnessMiss(.outerStep, at: 0, "steps", node: nodes[stage].childIndex[name])
      return .unknown(miss.replacing(1, with: "execution.steps"))
    }
    return .dynamic
  }

  private func rollbackList() -> HarnessPathResolution {
    guard !position.isRelativeOpen, let stage = environment.enclosing(.stage, of: position.node) else {
      return .dynamic
    }
    return inList(.rollbackSteps, of: stage, from: 1, form: .absolute)
  }

  func execution(from index: Int) -> HarnessPathResolution {
    guard !position.isRelativeOpen, let stage = environment.enclosing(.stage, of: position.node) else {
      return .dynamic
    }
    return inExecution(of: stage, from: index, form: .stage)
  }

  private func spec() -> HarnessPathResolution {
    guard !position.isRelativeOpen else { return .dynamic }
    if segments.count > 1, segments[1].name == "execution" { return execution(from: 2) }
    // The node's own settings, else those of what encloses it.
    return .known(.any, node: nil)
  }

  private func step() -> HarnessPathResolution {
    guard !position.isRelativeOpen, position.moment != .event else { return .dynamic }
    guard reader.kind == .step else { return .dynamic }
    return inNode(position.node, from: 1)
  }

  private func stepGroup() -> HarnessPathResolution {
    guard !position.isRelativeOpen else { return .dynamic }
    guard var group = environment.enclosing(.group, of: position.node) else {
      if environment.isOpen(position.node) || position.moment == .event { return .dynamic }
      return .unknown(HarnessMiss(.outsideGroup, at: 0, "stepGroup"))
    }
    var index = 1
    while index < segments.count, segments[index].name == "getParentStepGroup" {
      guard let parent = nodes[group].parent, let outer = environment.enclosing(.group, of: parent) else {
        if environment.isOpen(group) { return .dynamic }
        return .unknown(HarnessMiss(.outsideGroup, at: index, "getParentStepGroup"))
      }
      group = outer
      index += 1
    }
    return inNode(group, from: index)
  }

  private func inTable(_ members: HarnessMembers, root: String) -> HarnessPathResolution {
    if root == "codebase", let miss = codebaseMiss() { return .unknown(miss) }
    guard segments.count > 1 else { return .known(.map, node: nil) }
    guard let name = segments[1].name else { return .dynamic }
    switch members[name] {
    case .value(let type)?: return .known(segments.count == 2 ? type : .any, node: nil)
    case .members?: return .known(.any, node: nil)
    case nil:
      var miss = HarnessMiss(.unknownPath, at: 1, name, candidates: members.names)
      miss.isUncertain = true
      // Tables of the server may have grown since.
      guard !members.isOpen || miss.nearest != nil else { return .known(.any, node: nil) }
      return miss.nearest == nil || members.isOpen ? .known(.any, node: nil) : .unknown(miss)
    }
  }

  private func codebaseMiss() -> HarnessMiss? {
    guard !position.isRelativeOpen, position.moment != .event,
      let stage = environment.enclosing(.stage, of: position.node), let type = nodes[stage].type
    else { return nil }
    switch type {
    case "Deployment", "Custom", "Approval", "FeatureFlag", "Pipeline":
      return HarnessMiss(.codebaseOutsideCI, at: 0, type, node: stage)
    default: return nil
    }
  }

  private func function(_ root: String, _ functions: [String]) -> HarnessPathResolution {
    // `get` has been read as a part of the path.
    let called = segments.count == 1 ? method : segments[1].isDotted ? segments[1].name : "get"
    guard let called else { return segments.count > 1 ? .dynamic : .known(.any, node: nil) }
    if segments.count == 1, functions.contains(called) { return .known(.any, node: nil) }
    let isCall = segments.count > 1 && !segments[1].isDotted
    // `.get("…")` has been read as a name, so that there is no place for another word.
    var miss = HarnessMiss(
      .misspeltFunction, at: segments.count > 1 ? 1 : 0, called, candidates: isCall ? [] : functions)
    if functions.count == 1, !isCall { miss = miss.replacing(2, with: "\(root).\(functions[0])") }
    return .unknown(miss)
  }

  private func unknownRoot(_ root: String) -> HarnessPathResolution {
    if let method, segments.count == 1 {
      // `secret.getValue(…)`: the name of a root that has the function.
      if let nearest = Suggestion.nearest(to: root, among: HarnessCatalogue.functions.keys.sorted()),
        HarnessCatalogue.functions[nearest]?.contains(method) == true
      {
        let miss = HarnessMiss(.misspeltFunction, at: 0, root, candidates: [nearest])
        return .unknown(miss.replacing(1, with: nearest))
      }
    }
    if let target = environment.stepsByIdentifier[root]?.first, !position.isRelativeOpen {
      let miss = HarnessMiss(.unknownPath, at: 0, root, node: target, candidates: [root])
      return .unknown(miss.replacing(1, with: shortestPath(to: target)))
    }
    if nodes[0].childIndex[root] != nil, !position.isRelativeOpen {
      let miss = HarnessMiss(.unknownPath, at: 0, root, node: nodes[0].childIndex[root], candidates: [root])
      return .unknown(miss.replacing(1, with: "pipeline.stages.\(root)"))
    }
    if root == "variables", segments.count > 1, let name = segments[1].name, !environment.isOpen(position.node) {
      if name == "pipeline" || name == "stage" || name == "stepGroup" {
        let miss = HarnessMiss(.unknownPath, at: 0, root, candidates: [])
        return .unknown(miss.replacing(2, with: "\(name).variables"))
      }
      for index in environment.chain(from: position.node) where nodes[index].variables.contains(name) {
        let prefix = nodes[index].kind == .pipeline ? "pipeline" : nodes[index].kind == .stage ? "stage" : "stepGroup"
        let miss = HarnessMiss(.unknownPath, at: 0, root, candidates: [])
        return .unknown(miss.replacing(1, with: "\(prefix).variables"))
      }
    }
    var miss = HarnessMiss(.unknownPath, at: 0, root, candidates: HarnessCatalogue.roots)
    if environment.isOpen(position.node), miss.nearest == nil { return .dynamic }
    // Variables of the server and outcomes of newer steps may have any name.
    miss.isUncertain = miss.nearest == nil
    return .unknown(miss)
  }

  /// How the reader can name a node.
  func shortestPath(to target: Int) -> String {
    let own = environment.enclosing(.stage, of: position.node)
    guard let stage = environment.enclosing(.stage, of: target), stage == own else {
      return environment.absolutePath(of: target)
    }
    if nodes[target].parent == reader.parent, nodes[target].list == .steps, reader.list == .steps {
      return "steps.\(nodes[target].name)"
    }
    return "execution.\(environment.pathInStage(of: target))"
  }
}
