import IR
import Planner
import Synchronization

/// The order in which nodes run: conditions, parallel blocks, loops, groups and stages, as §5.1 of Harness's rules has it.
extension HarnessRunner {
  /// Visits nodes one after the other until one of them ends the list.
  func visit(list: [Int]) async -> HarnessVisit {
    var visits: [HarnessVisit] = []
    for index in list {
      if stop(of: index) != nil { break }
      let visit = await visit(index)
      visits.append(visit)
      if visit.turn != .goOn { break }
    }
    return .together(visits)
  }

  /// Visits nodes at the same time; what one of them decides waits for the others.
  func visit(together list: [Int]) async -> HarnessVisit {
    await withTaskGroup(of: (Int, HarnessVisit).self) { group in
      for (position, index) in list.enumerated() { group.addTask { (position, await self.visit(index)) } }
      var visits = [HarnessVisit?](repeating: nil, count: list.count)
      for await (position, visit) in group { visits[position] = visit }
      return .together(visits.compactMap { $0 })
    }
  }

  /// Runs the node if its condition lets it.
  func visit(_ index: Int) async -> HarnessVisit {
    if stop(of: index) != nil { return HarnessVisit(nil) }
    let node = node(index)
    switch node.kind {
    case .pipeline where node.children.contains(where: { self.node($0).dependsOn != nil }):
      return await visit(graph: node.children)
    case .pipeline, .insert: return await visit(list: node.children)
    case .parallel: return await visit(together: node.children)
    case .loop: return await visitLoop(index)
    case .stage, .group, .step: break
    }
    switch condition(of: index) {
    case .runs: break
    case .skipped:
      skip(index)
      return HarnessVisit(.skipped)
    case .deferred:
      return await failed(index, .misconfigured("its condition waits for something that no earlier step gives"))
    case .failed(let reason): return await failed(index, .misconfigured(reason))
    }
    if let end = await askForInputs(of: index) { return await failed(index, end) }
    switch node.kind {
    case .step: return await runStep(index)
    case .group: return await runGroup(index)
    case .stage: return await runStage(index)
    case .pipeline, .insert, .parallel, .loop: return HarnessVisit(nil)
    }
  }

  /// A node that fails before it has begun: its failure strategy applies all the same.
  private func failed(_ index: Int, _ end: HarnessStepEnd, hasBegun: Bool = false) async -> HarnessVisit {
    if !hasBegun { began(index) }
    switch await answer(to: end, at: index, retries: Int.max) {
    case .end(let status, let turn):
      ended(index, status, end)
      return HarnessVisit(status, turn)
    case .retry: return await visit(index)
    }
  }

  // MARK: Loops

  private func visitLoop(_ index: Int) async -> HarnessVisit {
    switch condition(of: index) {
    case .runs: break
    case .skipped:
      skip(index)
      return HarnessVisit(.skipped)
    case .deferred:
      return await failed(
        index, .misconfigured("the condition of its loop waits for something that no earlier step gives"))
    case .failed(let reason): return await failed(index, .misconfigured(reason))
    }
    if let end = await askForInputs(of: index) { return await failed(index, end) }
    if let problem = expand(index) { return await failed(index, .misconfigured(problem)) }
    let node = node(index)
    began(index)
    let visits = await visit(iterations: node.children, of: node)
    let statuses = visits.compactMap(\.status)
    let status = HarnessStatus.aggregate(iterations: statuses)
    ended(index, status, nil)
    return HarnessVisit(statuses.isEmpty ? nil : status, .strongest(visits.map(\.turn)))
  }

  /// At most `maxConcurrency` iterations at once; one that fails stops the others only where the loop says so.
  private func visit(iterations: [Int], of loop: HarnessPlanNode) async -> [HarnessVisit] {
    let limit = loop.loop.map { $0.maxConcurrency > 0 ? $0.maxConcurrency : iterations.count } ?? iterations.count
    let skipsQueued = loop.loop?.skipsQueued ?? false
    return await withTaskGroup(of: (Int, HarnessVisit).self) { group in
      var visits = [HarnessVisit?](repeating: nil, count: iterations.count)
      var next = 0
      var hasFailed = false
      func startNext() {
        let position = next
        next += 1
        group.addTask { (position, await self.visit(iterations[position])) }
      }
      while next < min(limit, iterations.count) { startNext() }
      while let (position, visit) = await group.next() {
        visits[position] = visit
        hasFailed = hasFailed || visit.status?.isPositive == false
        guard next < iterations.count, stop(of: loop.index) == nil else { continue }
        if hasFailed, skipsQueued {
          for queued in iterations[next...] { skip(queued, .iterationFailed) }
          for position in next..<iterations.count { visits[position] = HarnessVisit(.skipped) }
          next = iterations.count
        } else {
          startNext()
        }
      }
      return visits.compactMap { $0 }
    }
  }

  // MARK: Graphs of stages

  private func visit(graph list: [Int]) async -> HarnessVisit {
    let places = Dictionary(list.enumerated().map { ($1, $0) }) { first, _ in first }
    var graph = Graph(
      names: list.map(String.init), needs: list.map { (node($0).dependsOn ?? []).map(String.init) },
      isKnownElsewhere: { Int($0).map { places[$0] == nil } ?? true })
    return await withTaskGroup(of: (Int, HarnessVisit).self) { group in
      var visits = [HarnessVisit?](repeating: nil, count: list.count)
      for place in graph.roots { group.addTask { (place, await self.visit(list[place])) } }
      var isOver = false
      while let (place, visit) = await group.next() {
        visits[place] = visit
        isOver = isOver || visit.turn != .goOn
        for next in graph.complete(place) where !isOver { group.addTask { (next, await self.visit(list[next])) } }
      }
      return .together(visits.compactMap { $0 })
    }
  }

  // MARK: Groups and stages

  private func runGroup(_ index: Int) async -> HarnessVisit {
    var retries = 0
    while true {
      began(index)
      if let problem = await limited(to: timeout(of: index), at: index, { await self.openScope(of: index) }) {
        await closeScope(of: index)
        return await failed(index, problem, hasBegun: true)
      }
      var visit = await within(index) { await self.visit(list: $0.children) }
      var status = visit.status ?? .succeeded
      if visit.turn == .rollbackGroup(index) {
        await rollBack([index])
        status = .failed
        visit.turn = .goOn
      }
      if let stop = stop(of: index) { status = stop.status }
      if visit.turn == .goOn, status.isBroken, let retry = takeRetry(of: index), stop(of: index) == nil {
        guard case .retryStepGroup(let count, let intervals, let following) = retry else { continue }
        if retries < count {
          let pause = intervals.isEmpty ? 0 : intervals[min(retries, intervals.count - 1)]
          retrying(index, HarnessStepEnd(status), attempt: retries + 1, of: count, in: pause)
          retries += 1
          if await pauseUnlessStopped(pause, at: index) {
            forget(below: index)
            continue
          }
        } else if case .end(let afterwards, let turn) = await perform(
          following, for: HarnessStepEnd(status), at: index, retries: .max)
        {
          status = afterwards
          visit.turn = turn
        }
      }
      await closeScope(of: index)
      ended(index, status, nil)
      return HarnessVisit(status, visit.turn)
    }
  }

  private func runStage(_ index: Int) async -> HarnessVisit {
    began(index)
    let node = node(index)
    if let stub = value(for: node, among: options.stubs) {
      let end = HarnessStepEnd(stub.fails ? .failed : .succeeded, message: "by --stub")
      ended(index, end.status, end)
      return HarnessVisit(end.status)
    }
    if let missing = node.elsewhere {
      return await failed(index, .misconfigured("\(missing) (--stub \(node.path))"), hasBegun: true)
    }
    if let problem = await limited(to: timeout(of: index), at: index, { await self.openScope(of: index) }) {
      await closeScope(of: index)
      return await failed(index, problem, hasBegun: true)
    }
    var visit = await within(index) { await self.visit(list: $0.children) }
    var status = visit.status ?? .succeeded
    if visit.turn == .rollbackStage || visit.turn == .rollbackPipeline {
      if visit.turn == .rollbackPipeline { startRollback() }
      await rollBack([index])
      status = .failed
      if visit.turn == .rollbackStage { visit.turn = .goOn }
    }
    if let stop = stop(of: index) { status = stop.status }
    await closeScope(of: index)
    ended(index, status, nil)
    return HarnessVisit(status, visit.turn)
  }

  /// Runs the `rollbackSteps` of nodes, one node after the other.
  func rollBack(_ nodes: [Int]) async {
    for index in nodes {
      let node = node(index)
      guard !node.rollback.isEmpty else { continue }
      note("\(node.path) rolls back", at: index)
      _ = await visit(list: node.rollback)
    }
  }

  /// Runs `body` for at most the node's time; then everything in it is stopped and counts as expired.
  private func within(
    _ index: Int, _ body: @escaping @Sendable (HarnessPlanNode) async -> HarnessVisit
  ) async -> HarnessVisit {
    let node = node(index)
    guard let timeout = timeout(of: index) else { return await body(node) }
    return await limited(to: timeout, at: index) { await body(node) }
  }
}

extension HarnessPlanNode {
  /// Why a stage cannot run here: it is another pipeline, which only Harness has.
  public var elsewhere: String? {
    guard kind == .stage, case .stage(let stage) = origin else { return nil }
    switch stage.type?.value {
    case "Pipeline":
      guard case .child(let child) = stage.details else { return "it runs a pipeline that only Harness has" }
      return "it runs the pipeline \(child.pipeline?.value ?? "?"), which only Harness has"
    case "Dynamic": return "it runs a pipeline that is only made on Harness"
    default: return nil
    }
  }
}
