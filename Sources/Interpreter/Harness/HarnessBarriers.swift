import IR
import Planner
import Synchronization

/// Where steps of branches that run at the same time wait for each other.
///
/// A barrier opens when every node that has a step for it, and can still come, has come. One that can come no more, because
/// the branch failed before it, breaks the barrier for the others.
final class HarnessBarriers: Sendable {
  enum Outcome: Hashable, Sendable {
    case passed
    /// Why the others will not come, in a clause.
    case broken(String)
    case cancelled
  }

  fileprivate struct Barrier {
    /// Steps that are to come.
    var missing: Set<Int> = []
    var broken: String?
    var waiting: [Int: CheckedContinuation<Outcome, Never>] = [:]
  }

  private let barriers = Mutex<[String: Barrier]>([:])

  /// Finds the steps of barriers whose names are written plainly.
  func declare(_ plan: HarnessPlan) {
    barriers.withLock { barriers in
      for node in plan.nodes where node.decision != .skip {
        guard let name = Self.name(of: node) else { continue }
        barriers[name, default: Barrier()].missing.insert(node.index)
      }
      for name in barriers.keys.sorted() {
        let nodes = barriers[name]?.missing.sorted() ?? []
        let isDeadlock = nodes.indices.dropFirst().contains { position in
          nodes[..<position].contains { !Self.areConcurrent($0, nodes[position], plan) }
        }
        // Harness's words for it.
        if isDeadlock { barriers[name]?.broken = "Barrier Deadlock Detected: '\(name)'" }
      }
    }
  }

  /// Whether two steps can run at the same time: what holds both starts its children together.
  private static func areConcurrent(_ one: Int, _ other: Int, _ plan: HarnessPlan) -> Bool {
    func lineage(_ index: Int) -> [Int] {
      var line = [index]
      while let last = line.last, let parent = plan.nodes[last].parent { line.append(parent) }
      return line
    }
    let outer = Set(lineage(other))
    guard let common = lineage(one).first(where: outer.contains) else { return false }
    switch plan.nodes[common].kind {
    case .parallel, .loop: return true
    case .pipeline: return plan.nodes[common].children.contains { plan.nodes[$0].dependsOn != nil }
    case .stage, .group, .step, .insert: return false
    }
  }

  /// Waits for the others.
  func arrive(at name: String, node: Int) async -> Outcome {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready: [(CheckedContinuation<Outcome, Never>, Outcome)] = barriers.withLock { barriers in
          var barrier = barriers[name] ?? Barrier()
          defer { barriers[name] = barrier }
          if Task.isCancelled { return [(continuation, .cancelled)] }
          if let culprit = barrier.broken { return [(continuation, .broken(culprit))] }
          barrier.missing.remove(node)
          barrier.waiting[node] = continuation
          return barrier.release()
        }
        for (waiter, outcome) in ready { waiter.resume(returning: outcome) }
      }
    } onCancel: {
      let waiter = barriers.withLock { $0[name]?.waiting.removeValue(forKey: node) }
      waiter?.resume(returning: .cancelled)
    }
  }

  /// Whether there is anything to wait for.
  var isEmpty: Bool { barriers.withLock { $0.isEmpty } }

  /// Steps have ended, or will not run: those that did not come will not come any more, and where `culprit` names what
  /// failed before them, the others fail too.
  func left(_ nodes: Set<Int>, becauseOf culprit: String?) {
    let ready = barriers.withLock { barriers in
      var ready: [(CheckedContinuation<Outcome, Never>, Outcome)] = []
      for key in barriers.keys.sorted() {
        guard var barrier = barriers[key], !barrier.missing.isDisjoint(with: nodes) else { continue }
        barrier.missing.subtract(nodes)
        if let culprit { barrier.broken = barrier.broken ?? "\(culprit) failed before it reached the barrier \(key)" }
        ready += barrier.release()
        barriers[key] = barrier
      }
      return ready
    }
    for (waiter, outcome) in ready { waiter.resume(returning: outcome) }
  }

  private static func name(of node: HarnessPlanNode) -> String? {
    guard node.kind == .step, case .step(let step) = node.origin, case .barrier(let reference?) = step.action,
      !reference.value.contains("<+")
    else { return nil }
    return reference.value
  }
}

extension HarnessBarriers.Barrier {
  /// Those who wait no longer, in order.
  fileprivate mutating func release() -> [(
    CheckedContinuation<HarnessBarriers.Outcome, Never>, HarnessBarriers.Outcome
  )] {
    guard missing.isEmpty || broken != nil else { return [] }
    let outcome = broken.map(HarnessBarriers.Outcome.broken) ?? .passed
    defer { waiting = [:] }
    return waiting.sorted { $0.key < $1.key }.map { ($0.value, outcome) }
  }
}
