/// Says for each step of the flat list which steps must have ended before it.
enum HarnessNeeds {
  static func connect(_ settler: inout HarnessSettler) {
    for index in settler.steps.indices { settler.steps[index].needs = [] }
    var exits: [Int: [String]] = [:]
    _ = walk(0, after: [], &settler, &exits)
  }

  /// Connects what is below a node; gives the steps whose end is the node's.
  private static func walk(
    _ index: Int, after: [String], _ settler: inout HarnessSettler, _ exits: inout [Int: [String]]
  ) -> [String] {
    let node = settler.plan.nodes[index]
    switch node.kind {
    case .step:
      guard let step = node.step else { return after }
      settler.steps[step].needs = after
      return [settler.steps[step].id]
    case .parallel, .loop:
      var result: [String] = []
      let template = node.children.isEmpty ? [node.loop?.template].compactMap { $0 } : []
      for child in node.children + template { result += walk(child, after: after, &settler, &exits) }
      return result.isEmpty ? after : result
    case .pipeline where node.children.contains(where: { settler.plan.nodes[$0].dependsOn != nil }):
      var result: [String] = []
      for child in node.children {
        let before = (settler.plan.nodes[child].dependsOn ?? []).flatMap { exits[$0] ?? [] }
        let last = walk(child, after: before, &settler, &exits)
        exits[child] = last
        result += last
      }
      return result
    case .pipeline, .stage, .group, .insert: return sequence(node, after, &settler, &exits)
    }
  }

  private static func sequence(
    _ node: HarnessPlanNode, _ after: [String], _ settler: inout HarnessSettler, _ exits: inout [Int: [String]]
  ) -> [String] {
    var last = after
    if node.kind == .stage || node.kind == .group || node.kind == .step, let scope = node.scope {
      let scope = settler.plan.scopes[scope]
      for beside in [scope.clone].compactMap({ $0 }) + scope.services {
        settler.steps[beside].needs = last
        last = [settler.steps[beside].id]
      }
    }
    for child in node.children { last = walk(child, after: last, &settler, &exits) }
    var rollback = last
    for child in node.rollback { rollback = walk(child, after: rollback, &settler, &exits) }
    return last
  }
}
