import Diagnostics
import Expressions
import IR

/// Works out what a Harness pipeline says with what is known so far: before the run to make the plan, and during the run
/// to settle what the plan calls deferred. There is no second opinion: `run` asks the same functions that `plan` did.
public struct HarnessSettler: Sendable {
  /// The nodes. `expand` adds to them.
  public internal(set) var plan: HarnessPlan
  /// The steps of the whole pipeline in the order of the file. `expand` adds to them.
  public internal(set) var steps: [Plan.Step]
  /// What has happened; whoever runs the plan writes it down here.
  public var state: HarnessState
  /// The nodes that are neither loops, parallel blocks nor inserts, by path.
  var places: [HarnessPath: Int]
  /// What the pipeline is refused for.
  var refusals: [Diagnostic]

  /// - Parameter pipeline: a planned pipeline; nil where it is none of Harness's.
  public init?(_ pipeline: Plan.Pipeline, state: HarnessState = HarnessState()) {
    guard let plan = pipeline.harness else { return nil }
    self.init(plan: plan, steps: pipeline.steps, state: state)
  }

  init(plan: HarnessPlan, steps: [Plan.Step], state: HarnessState) {
    self.plan = plan
    self.steps = steps
    self.state = state
    self.places = [:]
    self.refusals = []
    for node in plan.nodes where node.kind.isNamed && places[node.path] == nil { places[node.path] = node.index }
  }

  /// From now on the run goes on under that name; the time is in milliseconds since 1970.
  public mutating func begin(run: String, at time: Int64) {
    plan.facts.executionID = run
    plan.facts.startedAt = time
    state.isRunning = true
  }

  /// The plan of the pipeline as it is now.
  var nodes: [HarnessPlanNode] { plan.nodes }

  // MARK: The tree

  /// The nodes around one, from the nearest to the pipeline.
  func ancestors(of node: Int) -> [Int] {
    var result: [Int] = []
    var current = plan.nodes[node].parent
    while let index = current {
      result.append(index)
      current = plan.nodes[index].parent
    }
    return result
  }

  /// The node itself or the nearest around it of a kind.
  func enclosing(_ kind: HarnessPlanNode.Kind, of node: Int) -> Int? {
    var current: Int? = node
    while let index = current {
      if plan.nodes[index].kind == kind { return index }
      current = plan.nodes[index].parent
    }
    return nil
  }

  /// The stage that a node is in.
  public func stage(of node: Int) -> Int? { enclosing(.stage, of: node) }

  /// The pod or machine that a step runs in; nil where it has none.
  public func scope(of node: Int) -> Int? {
    var current: Int? = node
    while let index = current {
      if let scope = plan.nodes[index].scope { return scope }
      current = plan.nodes[index].parent
    }
    return nil
  }

  /// The stages, groups or steps below a node, with parallel blocks, loops and inserts taken apart.
  func members(of node: Int, rollback: Bool = false) -> [Int] {
    var result: [Int] = []
    for child in rollback ? plan.nodes[node].rollback : plan.nodes[node].children { collect(child, &result) }
    return result
  }

  private func collect(_ node: Int, _ result: inout [Int]) {
    if plan.nodes[node].kind.isNamed { return result.append(node) }
    for child in plan.nodes[node].children { collect(child, &result) }
  }

  /// Whether one node is over before the other begins.
  func precedes(_ first: Int, _ second: Int) -> Bool {
    let firstLine = ([first] + ancestors(of: first)).reversed()
    let secondLine = ([second] + ancestors(of: second)).reversed()
    var common: Int?
    for (left, right) in zip(firstLine, secondLine) {
      guard left != right else {
        common = left
        continue
      }
      guard let common else { return false }
      switch plan.nodes[common].kind {
      case .parallel, .loop: return false
      case .pipeline:
        if plan.nodes[right].dependsOn != nil { return depends(right, on: left) }
      case .stage, .group, .insert, .step: break
      }
      return left < right
    }
    return false
  }

  /// Whether a stage of a graph waits for another, directly or through others.
  private func depends(_ stage: Int, on other: Int) -> Bool {
    var open = plan.nodes[stage].dependsOn ?? []
    var seen: Set<Int> = []
    while let next = open.popLast() {
      if next == other { return true }
      if seen.insert(next).inserted { open += plan.nodes[next].dependsOn ?? [] }
    }
    return false
  }

  /// Whether it is certain that a node does not run, because it or something around it is skipped.
  func isSkipped(_ node: Int) -> Bool {
    if plan.nodes[node].decision == .skip { return true }
    return ancestors(of: node).contains { plan.nodes[$0].decision == .skip }
  }

  // MARK: States

  /// The state of a node where something is known of it.
  func record(of node: Int) -> HarnessState.NodeState? { state.nodes[plan.nodes[node].path] }

  /// What the finished nodes below make of a node: `currentStatus`.
  public func status(of node: Int) -> HarnessStatus {
    var statuses: [HarnessStatus] = []
    collectFinished(node, &statuses)
    return HarnessStatus.aggregate(statuses)
  }

  /// The states of what has ended directly below; an iteration counts as part of its loop, which counts when all of it
  /// has ended.
  private func collectFinished(_ node: Int, _ statuses: inout [HarnessStatus]) {
    for child in plan.nodes[node].children + plan.nodes[node].rollback {
      switch plan.nodes[child].kind {
      case .parallel, .insert: collectFinished(child, &statuses)
      case .loop:
        let iterations = plan.nodes[child].children.compactMap { record(of: $0)?.status }
        if iterations.count == plan.nodes[child].children.count, !iterations.isEmpty,
          iterations.allSatisfy(\.isFinal)
        {
          statuses.append(HarnessStatus.aggregate(iterations: iterations))
        }
      case .pipeline, .stage, .group, .step:
        if let status = record(of: child)?.status, status.isFinal {
          statuses.append(status)
        } else if plan.nodes[child].kind != .step {
          // What is not over counts by what of it is.
          let inner = self.status(of: child)
          if !inner.isPositive { statuses.append(inner) }
        }
      }
    }
  }
}

extension HarnessPlanNode.Kind {
  /// Whether it has an identifier and a path of its own.
  var isNamed: Bool {
    switch self {
    case .pipeline, .stage, .group, .step: true
    case .parallel, .loop, .insert: false
    }
  }
}
