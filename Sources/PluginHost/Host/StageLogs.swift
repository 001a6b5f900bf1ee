import Synchronization

/// The log of one stage while it runs: passes each block on once, however often the plugin reports it, and answers a report
/// when its blocks have been taken, so that a slow reader slows the plugin and nothing piles up.
final class StageLogs: Sendable {
  private struct State {
    /// The indexes that were passed on, as runs without gaps, in order.
    var seen: [ClosedRange<Int64>] = []
    var isComplete = false
    var isClosed = false
    var waiting: CheckedContinuation<Void, Never>?
    /// Whether a report is being passed on, and the others that wait for that.
    var isBusy = false
    var next: [CheckedContinuation<Void, Never>] = []
  }

  /// From how many gaps on the oldest indexes are forgotten; plugins count without gaps.
  private static let mostRuns = 4096

  private let onBlock: @Sendable (PluginAPI.LogBlock) async -> Void
  private let state = Mutex(State())

  init(onBlock: @escaping @Sendable (PluginAPI.LogBlock) async -> Void) { self.onBlock = onBlock }

  /// Whether nothing more is passed on.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// Takes a report: the blocks, and whether the plugin has nothing more to say. Returns when they have been passed on.
  func report(_ blocks: [PluginAPI.LogBlock], isLast: Bool) async {
    await begin()
    for block in blocks where isNew(block.index) { await onBlock(block) }
    finish()
    guard isLast else { return }
    state.withLock { state in
      state.isComplete = true
      return state.waiting.take()
    }?.resume()
  }

  /// Ends when the plugin has said its last word.
  func waitForEnd() async {
    await withCheckedContinuation { continuation in
      let isComplete = state.withLock { state in
        if !state.isComplete { state.waiting = continuation }
        return state.isComplete
      }
      if isComplete { continuation.resume() }
    }
  }

  /// Lets whoever waits for the end go, although there is none.
  func giveUp() { state.withLock { $0.waiting.take() }?.resume() }

  /// Passes on nothing more; returns when nothing is being passed on.
  func close() async {
    state.withLock { $0.isClosed = true }
    await begin()
    finish()
  }

  // MARK: One report at a time

  private func begin() async {
    await withCheckedContinuation { continuation in
      let mayBegin = state.withLock { state in
        if state.isBusy { state.next.append(continuation) }
        defer { state.isBusy = true }
        return !state.isBusy
      }
      if mayBegin { continuation.resume() }
    }
  }

  private func finish() {
    state.withLock { state -> CheckedContinuation<Void, Never>? in
      guard !state.next.isEmpty else {
        state.isBusy = false
        return nil
      }
      return state.next.removeFirst()
    }?.resume()
  }

  private func isNew(_ index: Int64) -> Bool {
    state.withLock { state in
      guard !state.isClosed else { return false }
      // Almost always the index follows the last one.
      let position = state.seen.lastIndex { $0.lowerBound <= index }.map { $0 + 1 } ?? 0
      if position > 0, state.seen[position - 1].contains(index) { return false }
      if position > 0, state.seen[position - 1].upperBound == index - 1 {
        state.seen[position - 1] = state.seen[position - 1].lowerBound...index
      } else {
        state.seen.insert(index...index, at: position)
        if state.seen.count > Self.mostRuns { state.seen.removeFirst() }
      }
      return true
    }
  }
}
