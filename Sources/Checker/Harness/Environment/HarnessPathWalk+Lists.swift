import Diagnostics
import IR

extension HarnessPathWalk {
  /// The rest of the path, from a segment on, in a list of stages or steps.
  func inList(_ list: HarnessNodeRecord.List, of owner: Int, from segment: Int, form: ListForm) -> HarnessPathResolution
  {
    guard segment < segments.count else { return .known(.map, node: owner) }
    guard let name = segments[segment].name else { return .dynamic }
    let (child, isIteration) = find(name, in: list, of: owner)
    guard let child else { return missing(name, in: list, of: owner, at: segment, form: form) }
    let result = inNode(child, from: segment + 1, isIteration: isIteration)
    if let miss = loopMiss(child, isIteration: isIteration, at: segment) {
      if case .unknown = result { return result }
      return .unknown(miss)
    }
    switch result {
    case .known(_, let node): return inOrder(node ?? child, at: segment) ?? result
    case .dynamic, .unknown: return result
    }
  }

  /// A path that ends at a node.
  func reached(_ index: Int, at segment: Int) -> HarnessPathResolution {
    .known(.node, node: index)
  }

  private func find(
    _ name: String, in list: HarnessNodeRecord.List, of owner: Int
  ) -> (child: Int?, isIteration: Bool) {
    let index = list == .rollbackSteps ? nodes[owner].rollbackIndex : nodes[owner].childIndex
    if let child = index[name] { return (child, false) }
    // The identifier of an iteration is that of the node and a postfix.
    var end = name.endIndex
    while let underscore = name[..<end].lastIndex(of: "_") {
      if let child = index[String(name[..<underscore])], nodes[child].loop != nil { return (child, true) }
      end = underscore
    }
    return (nil, false)
  }

  private func missing(
    _ name: String, in list: HarnessNodeRecord.List, of owner: Int, at segment: Int, form: ListForm
  ) -> HarnessPathResolution {
    if nodes[owner].isOpen || environment.isOpen(owner) && form == .nearest { return .dynamic }
    if name == "get" || name == "size" { return .dynamic }
    if list == .stages {
      let names = nodes[owner].childNames
      return .unknown(HarnessMiss(.unknownNode, at: segment, name, node: owner, candidates: names))
    }
    if let target = elsewhere(name, below: owner, list: list) {
      let stage = environment.enclosing(.stage, of: target)
      let own = environment.enclosing(.stage, of: position.node)
      let kind: HarnessMiss.Kind =
        environment.isAncestor(owner, ofOrSame: target)
        ? .missingGroup : stage != environment.enclosing(.stage, of: owner) ? .otherStage : .outerStep
      let path = stage == own ? shortestPath(to: target) : environment.absolutePath(of: target)
      let miss = HarnessMiss(kind, at: segment, name, node: target, candidates: [name])
      return .unknown(miss.replacing(segment + 1, with: path))
    }
    let names = list == .rollbackSteps ? nodes[owner].rollbackNames : nodes[owner].childNames
    return .unknown(HarnessMiss(.unknownNode, at: segment, name, node: owner, candidates: names))
  }

  /// A step or group of the name that is not in the list: below it rather than beside it, in the same stage rather than in
  /// another one.
  private func elsewhere(_ name: String, below owner: Int, list: HarnessNodeRecord.List) -> Int? {
    guard let all = environment.stepsByIdentifier[name] else { return nil }
    if let inside = all.first(where: { environment.isAncestor(owner, ofOrSame: $0) && nodes[$0].list == list }) {
      return inside
    }
    let stage = environment.enclosing(.stage, of: owner)
    return all.first { environment.enclosing(.stage, of: $0) == stage } ?? all.first
  }

  /// What is wrong about reading a looped node by its plain identifier.
  private func loopMiss(_ child: Int, isIteration: Bool, at segment: Int) -> HarnessMiss? {
    guard nodes[child].loop != nil, !isIteration, !environment.isAncestor(child, ofOrSame: position.node) else {
      return nil
    }
    guard segment + 1 < segments.count, let next = segments[segment + 1].name else { return nil }
    // What the loop as a whole answers, and what the file says.
    let aggregated: Set<String> = [
      "name", "identifier", "status", "currentStatus", "liveStatus", "startTs", "endTs", "type", "description", "tags",
      "executionUrl",
    ]
    if aggregated.contains(next) || next.hasPrefix(nodes[child].name + "_") { return nil }
    return HarnessMiss(.loopedReference, at: segment, nodes[child].name, node: child)
  }

  /// What is wrong about when the node ran, seen from the reader.
  private func inOrder(_ target: Int, at segment: Int) -> HarnessPathResolution? {
    guard nodes[target].parent != nil, position.moment != .reader, position.moment != .event else { return nil }
    let reader = position.node
    if reader == 0, position.moment != .setup { return nil }
    if target == reader {
      guard position.moment != .end, nodes[target].kind == .step, segments.contains(where: { $0.name == "output" })
      else { return nil }
      return .unknown(HarnessMiss(.ownOutput, at: segment, nodes[target].name, node: target))
    }
    if environment.isAncestor(target, ofOrSame: reader) { return nil }
    if environment.isAncestor(reader, ofOrSame: target) {
      guard position.moment != .end, position.moment != .template else { return nil }
      return .unknown(HarnessMiss(.laterStep, at: segment, nodes[target].name, node: target))
    }
    guard let (own, other) = divergence(reader, target) else { return nil }
    let ownNode = nodes[own]
    let otherNode = nodes[other]
    if ownNode.kind == .stage, environment.isGraph { return nil }
    if ownNode.list != otherNode.list {
      guard otherNode.list == .rollbackSteps else { return maybeSkipped(target, other, at: segment) }
      return .unknown(HarnessMiss(.laterStep, at: segment, nodes[target].name, node: target))
    }
    if otherNode.entry == ownNode.entry {
      return .unknown(HarnessMiss(.parallelStep, at: segment, nodes[target].name, node: target))
    }
    if otherNode.entry > ownNode.entry {
      return .unknown(HarnessMiss(.laterStep, at: segment, nodes[target].name, node: target))
    }
    return maybeSkipped(target, other, at: segment)
  }

  /// Outputs of what has a condition of its own are null where it was skipped.
  private func maybeSkipped(_ target: Int, _ branch: Int, at segment: Int) -> HarnessPathResolution? {
    guard segments.contains(where: { $0.name == "output" }) else { return nil }
    var index: Int? = target
    while let current = index, nodes[current].parent != nil {
      if let condition = nodes[current].data["when"]?["condition"]?.name,
        condition != nodes[position.node].data["when"]?["condition"]?.name,
        !environment.isAncestor(current, ofOrSame: position.node)
      {
        return .unknown(HarnessMiss(.maybeSkipped, at: segment, nodes[current].name, node: current))
      }
      if current == branch { break }
      index = nodes[current].parent
    }
    return nil
  }

  /// The children of the lowest common ancestor on the ways to two nodes, of which neither encloses the other.
  private func divergence(_ one: Int, _ other: Int) -> (Int, Int)? {
    let left = Array(environment.chain(from: one).reversed())
    let right = Array(environment.chain(from: other).reversed())
    for (a, b) in zip(left, right) where a != b { return (a, b) }
    return nil
  }
}
