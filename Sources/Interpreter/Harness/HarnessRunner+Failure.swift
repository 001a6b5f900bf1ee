import Planner
import Synchronization

/// What is done about failures, as failure strategies say.
extension HarnessRunner {
  /// What follows a failure.
  enum Answer: Sendable {
    case end(HarnessStatus, HarnessTurn)
    /// The node runs again after so many milliseconds, for the last time if it is the `attempt`th of as many.
    case retry(after: Int64, attempt: Int, of: Int)
  }

  /// Finds the strategy for a failure and does what it says.
  ///
  /// - Parameter retries: how often the node was run again already.
  func answer(to end: HarnessStepEnd, at index: Int, retries: Int) async -> Answer {
    if let stop = stop(of: index, itself: false) {
      return .end(stop.status, stop == .aborted ? .abort : .goOn)
    }
    guard let chosen = plan.action(for: end.errors, at: index) else { return .end(end.status, .goOn) }
    return await perform(chosen.action, for: end, at: index, retries: retries, owner: chosen.owner)
  }

  /// Does what an action says about a failure of the node.
  func perform(
    _ action: HarnessPlanAction, for end: HarnessStepEnd, at index: Int, retries: Int, owner: Int? = nil
  ) async -> Answer {
    switch action {
    case .ignore: return .end(.ignoreFailed, .goOn)
    case .markAsSuccess: return .end(.succeeded, .goOn)
    // Without a value that was asked for in vain there is no default to go on with.
    case .markAsFailure, .proceedWithDefaultValues: return .end(end.status, .goOn)
    case .abort:
      abort()
      return .end(.aborted, .abort)
    case .stageRollback: return .end(end.status, .rollbackStage)
    case .pipelineRollback: return .end(end.status, .rollbackPipeline)
    case .stepGroupRollback:
      guard let group = enclosingGroup(of: index) else { return .end(end.status, .goOn) }
      return .end(end.status, .rollbackGroup(group))
    case .retry(let count, let intervals, let condition, let following):
      guard retries < count, await retryIsWanted(condition, at: index) else {
        return await perform(following, for: end, at: index, retries: .max, owner: owner)
      }
      let pause = intervals.isEmpty ? 0 : intervals[min(retries, intervals.count - 1)]
      return .retry(after: pause, attempt: retries + 1, of: count)
    case .retryStepGroup:
      // The group looks after it when all its steps have been visited.
      if let owner { wantRetry(of: owner, action) }
      return .end(end.status, .goOn)
    case .manualIntervention(let timeout, let following):
      guard let choice = await intervene(end, at: index, timeout: timeout) else {
        return await perform(following, for: end, at: index, retries: retries, owner: owner)
      }
      if choice == .retry { return .retry(after: 0, attempt: min(retries, 1 << 20) + 1, of: 0) }
      return await perform(choice.action, for: end, at: index, retries: retries, owner: owner)
    }
  }

  /// The innermost group around the node, the node itself included.
  private func enclosingGroup(of index: Int) -> Int? {
    var current: Int? = index
    while let place = current {
      let node = node(place)
      if node.kind == .group { return place }
      current = node.parent
    }
    return nil
  }

  /// Runs a step, again where its strategy says so.
  func runStep(_ index: Int) async -> HarnessVisit {
    var retries = 0
    while true {
      began(index, retries: retries)
      let end = await attempt(index)
      if node(index).scope != nil { await closeScope(of: index) }
      guard end.status.isBroken else {
        let turn: HarnessTurn = end.status == .aborted ? .abort : .goOn
        ended(index, end.status, end)
        return HarnessVisit(end.status, turn)
      }
      switch await answer(to: end, at: index, retries: retries) {
      case .end(let status, let turn):
        ended(index, status, end)
        return HarnessVisit(status, turn)
      case .retry(let pause, let attempt, let count):
        retrying(index, end, attempt: attempt, of: count, in: pause)
        retries += 1
        guard await pauseUnlessStopped(pause, at: index) else {
          let status = stop(of: index)?.status ?? .aborted
          ended(index, status, end)
          return HarnessVisit(status)
        }
      }
    }
  }

  /// One attempt, stopped when the step's time is up.
  private func attempt(_ index: Int) async -> HarnessStepEnd {
    let timeout = timeout(of: index)
    defer { clearStop(of: index) }
    let end = await limited(to: timeout, at: index) { await self.execute(index) }
    if case .expired(let milliseconds) = stop(of: index), stop(of: index, itself: false) == nil,
      end.status != .succeeded
    {
      return HarnessStepEnd(
        .expired, errors: ["Timeout"], message: "it took longer than \(Elapsed.text(milliseconds: milliseconds))",
        exitCode: end.exitCode)
    }
    return end
  }
}

extension HarnessStop {
  /// What nodes are that it has stopped.
  var status: HarnessStatus {
    switch self {
    case .expired: .expired
    case .aborted: .aborted
    }
  }
}

/// What a person decides about a failure.
public enum HarnessIntervention: String, Hashable, Sendable, CaseIterable {
  case retry, ignore
  case markAsSuccess = "success"
  case markAsFailure = "fail"
  case abort
  case stageRollback = "rollback"

  var action: HarnessPlanAction {
    switch self {
    case .retry, .markAsFailure: .markAsFailure
    case .ignore: .ignore
    case .markAsSuccess: .markAsSuccess
    case .abort: .abort
    case .stageRollback: .stageRollback
    }
  }
}
