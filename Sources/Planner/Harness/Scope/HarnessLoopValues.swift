/// What the loops around a node give to expressions.
struct HarnessLoopValues {
  private let settler: HarnessSettler
  /// The iterations around the node from the innermost on, each with the node that it is.
  private let iterations: [(node: HarnessPlanNode, iteration: HarnessIteration)]
  /// What the innermost loop waits for, where its iterations are not known yet.
  private let waitsFor: String?

  init(_ settler: HarnessSettler, _ position: Int) {
    self.settler = settler
    let line = [position] + settler.ancestors(of: position)
    iterations = line.compactMap { index in
      let node = settler.plan.nodes[index]
      return node.iteration.map { (node, $0) }
    }
    waitsFor = line.lazy.compactMap { settler.plan.nodes[$0].loop?.waitsFor }.first
  }

  /// The innermost iteration.
  var innermost: HarnessIteration? { iterations.first?.iteration }

  /// The iteration of the nearest node of a kind.
  func iteration(of kind: HarnessPlanNode.Kind) -> HarnessIteration? {
    iterations.first { $0.node.kind == kind }?.iteration
  }

  /// `strategy`; nil outside loops.
  var strategy: HarnessValue? {
    if let waitsFor { return .deferred(waitsFor) }
    guard let innermost else { return nil }
    var members = Self.members(of: innermost)
    members.append(.init("currentGlobalIteration", .integer(Int64(innermost.globalIndex))))
    members.append(.init("totalGlobalIteration", .integer(Int64(innermost.globalCount))))
    members.append(.init("matrix", .map(axes)))
    if let entry = iterations.first(where: { $0.iteration.item != nil || $0.iteration.partition != nil }) {
      members.append(.init("repeat", .map(Self.repetition(entry.iteration))))
    }
    for (kind, name) in [(HarnessPlanNode.Kind.stage, "stage"), (.step, "step"), (.group, "stepGroup")] {
      if let iteration = iteration(of: kind) { members.append(.init(name, .map(Self.members(of: iteration)))) }
    }
    let status: HarnessValue = settler.state.isRunning ? .text(loopStatus) : .deferred("strategy.currentStatus")
    members.append(.init("currentStatus", status))
    return .map(members)
  }

  /// The axes of all loops around; those of inner loops win.
  private var axes: [HarnessValue.Member] {
    var result: [HarnessValue.Member] = []
    for entry in iterations {
      for axis in entry.iteration.matrix where !result.contains(where: { $0.name == axis.name }) { result.append(axis) }
    }
    return result
  }

  private var loopStatus: String {
    guard let node = iterations.first?.node, let loop = node.parent else { return HarnessStatus.running.rawValue }
    let statuses = settler.plan.nodes[loop].children.compactMap { settler.record(of: $0)?.status }
    return HarnessStatus.aggregate(statuses.filter(\.isFinal)).rawValue
  }

  /// What a looped node answers about itself.
  static func members(of iteration: HarnessIteration) -> [HarnessValue.Member] {
    [
      .init("iteration", .integer(Int64(iteration.index))),
      .init("iterations", .integer(Int64(iteration.count))),
      .init("totalIterations", .integer(Int64(iteration.count))),
      .init("identifierPostFix", .text(iteration.postfix)),
    ]
  }

  static func repetition(_ iteration: HarnessIteration) -> [HarnessValue.Member] {
    var members: [HarnessValue.Member] = []
    if let item = iteration.item { members.append(.init("item", item)) }
    if let partition = iteration.partition { members.append(.init("partition", .list(partition))) }
    return members
  }
}
