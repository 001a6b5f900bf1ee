import IR
import Planner
import Synchronization

/// What happens to nodes: told to the state that expressions read, and to those who watch.
extension HarnessRunner {
  var plan: HarnessPlan { memory.withLock { $0.plan } }

  func node(_ index: Int) -> HarnessPlanNode { memory.withLock { $0.plan.nodes[index] } }

  /// The node's time limit in milliseconds.
  func timeout(of index: Int) -> Int64? {
    let node = node(index)
    // A background step lives as long as its stage.
    if case .step(let step) = node.origin, case .background(_) = step.action { return nil }
    return node.timeout
  }

  // MARK: Stopping

  /// Why the node is to stop, or not to start; with `itself` false what is asked is only what holds it.
  func stop(of index: Int, itself: Bool = true) -> HarnessStop? {
    let stop = memory.withLock { memory in
      memory.lineage(of: index).dropFirst(itself ? 0 : 1).first { memory.stops[$0] != nil }.flatMap { memory.stops[$0] }
    }
    return stop ?? (cancellation.reason != nil ? .aborted : nil)
  }

  /// Ends everything at once.
  func abort() {
    memory.withLock { $0.stops[0] = $0.stops[0] ?? .aborted }
    scopes.stopEverything()
  }

  func clearStop(of index: Int) {
    memory.withLock { $0.stops[index] = nil }
  }

  /// Runs `body` for at most so many milliseconds; then the node counts as expired, and what runs in it is cancelled.
  func limited<Result: Sendable>(
    to milliseconds: Int64?, at index: Int, _ body: @escaping @Sendable () async -> Result
  ) async -> Result {
    let work = Task { await body() }
    let ticket = scopes.watch(index) { work.cancel() }
    defer { scopes.unwatch(ticket) }
    let timer = milliseconds.map { milliseconds in
      Task { [clock] in
        do { try await clock.sleep(.milliseconds(milliseconds)) } catch { return }
        self.memory.withLock { $0.stops[index] = $0.stops[index] ?? .expired(after: milliseconds) }
        work.cancel()
      }
    }
    defer { timer?.cancel() }
    return await withTaskCancellationHandler(operation: { await work.value }, onCancel: { work.cancel() })
  }

  /// Waits; false when the node is stopped meanwhile.
  func pauseUnlessStopped(_ milliseconds: Int64, at index: Int) async -> Bool {
    if milliseconds > 0 {
      do { try await clock.sleep(.milliseconds(milliseconds)) } catch { return false }
    }
    return stop(of: index) == nil
  }

  // MARK: Beginning and end

  func began(_ index: Int, retries: Int = 0) {
    let (node, isRepeated) = memory.withLock { memory in
      let node = memory.plan.nodes[index]
      memory.beginnings[index] = clock.elapsed()
      if node.kind.hasState {
        var state = HarnessState.NodeState(status: .running)
        state.startedAt = clock.now()
        state.retryCount = retries
        memory.state.nodes[node.path] = state
      }
      return (node, retries > 0)
    }
    guard node.kind == .stage || node.kind == .group, !isRepeated else { return }
    context.queue.post(.nodeStarted(summary(of: node)))
  }

  func ended(_ index: Int, _ status: HarnessStatus, _ end: HarnessStepEnd?) {
    let milliseconds = memory.withLock { memory in clock.elapsed() - (memory.beginnings[index] ?? clock.elapsed()) }
    let node = memory.withLock { memory in
      let node = memory.plan.nodes[index]
      if node.kind.hasState {
        memory.state.nodes[node.path]?.status = status
        memory.state.nodes[node.path]?.endedAt = clock.now()
      }
      if node.kind == .step, status.isBroken, let stage = memory.stage(of: index) {
        memory.failed[stage, default: []].append(node.name)
      }
      return node
    }
    leaveBarriers(index, status)
    let message = end?.message.map { masks.mask($0) }
    switch node.kind {
    case .step:
      let summary = stepSummary(of: node)
      let result = HarnessResult(
        status: status.rawValue, isPositive: status.isPositive, exitCode: end?.exitCode, message: message)
      memory.withLock {
        $0.outcomes.append(
          StepOutcome(
            step: summary, status: status.stepStatus, exitCode: end?.exitCode ?? 0, message: message,
            isIgnored: status == .ignoreFailed, milliseconds: milliseconds, word: status.rawValue))
      }
      context.queue.post(.stepEnded(summary, .harness(result), milliseconds: milliseconds))
    case .stage, .group:
      context.queue.post(
        .nodeEnded(summary(of: node), status: status.rawValue, message: message, milliseconds: milliseconds))
    case .pipeline, .parallel, .loop, .insert: break
    }
  }

  /// An attempt has failed, and another follows.
  func retrying(_ index: Int, _ end: HarnessStepEnd, attempt: Int, of count: Int, in pause: Int64) {
    let node = node(index)
    let retry = HarnessResult.Retry(attempt: attempt, of: count, pause: pause)
    let message = end.message.map { masks.mask($0) }
    if node.kind == .step {
      let milliseconds = memory.withLock { clock.elapsed() - ($0.beginnings[index] ?? clock.elapsed()) }
      let result = HarnessResult(
        status: end.status.rawValue, isPositive: false, exitCode: end.exitCode, message: message, retry: retry)
      context.queue.post(.stepEnded(stepSummary(of: node), .harness(result), milliseconds: milliseconds))
    } else {
      note("\(node.path) ended as \(end.status.rawValue) and runs again (\(retry.text))", at: index)
    }
  }

  /// Why a node is skipped, where its condition is not the reason.
  enum SkipCause: Sendable {
    case iterationFailed
  }

  func skip(_ index: Int, _ cause: SkipCause? = nil) {
    let node = node(index)
    if node.kind.hasState { memory.withLock { $0.state.nodes[node.path] = .init(status: .skipped) } }
    leaveBarriers(index, .skipped)
    let reason = cause == nil ? skipReason(of: node) : "another iteration of its loop failed"
    let loopsStep = node.kind == .loop && node.step != nil
    if node.kind == .step || loopsStep {
      let summary = stepSummary(of: node)
      memory.withLock {
        $0.outcomes.append(
          StepOutcome(step: summary, status: .skipped, message: reason, word: HarnessStatus.skipped.rawValue))
      }
      context.queue.post(.stepSkipped(summary, .excluded(reason)))
    } else {
      context.queue.post(
        .nodeEnded(summary(of: node), status: HarnessStatus.skipped.rawValue, message: reason, milliseconds: 0))
    }
  }

  /// What the condition found, as far as it can be told in a clause.
  private func skipReason(of node: HarnessPlanNode) -> String {
    if node.decision == .skip { return node.reason.text }
    guard let condition = node.condition else { return "its condition is false" }
    let failed = memory.withLock { memory in
      memory.stage(of: node.index).flatMap { memory.failed[$0]?.first }
        ?? (node.kind == .stage ? memory.failed.sorted { $0.key < $1.key }.first?.value.first : nil)
    }
    switch condition.status {
    case .success: if let failed { return "\(failed) failed" }
    case .failure: if failed == nil { return "it runs only after a failure, and nothing failed" }
    case .all, .rollback: break
    }
    return condition.clause.map { "its condition is false: \($0.value)" } ?? "its condition is false"
  }

  /// Forgets what nodes below a group have done, because it runs again.
  func forget(below index: Int) {
    memory.withLock { memory in
      let path = memory.plan.nodes[index].path.segments
      memory.state.nodes = memory.state.nodes.filter { key, _ in
        key.segments.count <= path.count || !key.segments.starts(with: path)
      }
      memory.retryWishes[index] = nil
    }
  }

  func wantRetry(of index: Int, _ action: HarnessPlanAction) {
    memory.withLock { $0.retryWishes[index] = action }
  }

  func takeRetry(of index: Int) -> HarnessPlanAction? {
    memory.withLock { $0.retryWishes.removeValue(forKey: index) }
  }

  func startRollback() {
    memory.withLock { $0.state.isRollingBack = true }
  }

  /// Tells barriers that what is in the node will not come to them any more.
  private func leaveBarriers(_ index: Int, _ status: HarnessStatus) {
    guard !barriers.isEmpty else { return }
    let (steps, culprit) = memory.withLock { memory in
      var steps: Set<Int> = []
      var open = [index]
      while let next = open.popLast() {
        let node = memory.plan.nodes[next]
        if node.kind == .step { steps.insert(next) }
        open += node.children
      }
      let stage = memory.stage(of: index)
      let hasFailed = !status.isPositive || stage.map { memory.failed[$0]?.isEmpty == false } == true
      return (steps, hasFailed ? memory.plan.nodes[stage ?? index].name : nil)
    }
    barriers.left(steps, becauseOf: culprit)
  }

  // MARK: Words

  func note(_ text: String, at index: Int? = nil) {
    context.queue.post(.notice(pipeline: pipeline.name, text: masks.mask(text)))
  }

  /// Says something once in a run.
  func noteOnce(_ text: String) {
    if memory.withLock({ $0.said.insert(text).inserted }) { note(text) }
  }

  func summary(of node: HarnessPlanNode) -> NodeSummary {
    NodeSummary(
      pipeline: pipeline.name, id: node.path.description, name: node.name, kind: node.kind.rawValue,
      depth: node.path.segments.count)
  }

  func stepSummary(of node: HarnessPlanNode) -> StepSummary {
    let step = memory.withLock { memory in
      node.step.flatMap { memory.settler.steps.indices.contains($0) ? memory.settler.steps[$0] : nil }
    }
    var summary = StepSummary(
      pipeline: pipeline.name, id: node.path.description, name: node.name, image: step?.image,
      isDetached: step?.isDetached ?? false)
    summary.stage = node.path.segments.first
    return summary
  }
}

extension HarnessPlanNode.Kind {
  /// Whether expressions can ask for the state of such a node by its path.
  fileprivate var hasState: Bool {
    switch self {
    case .pipeline, .stage, .group, .step, .loop: true
    case .parallel, .insert: false
    }
  }
}
