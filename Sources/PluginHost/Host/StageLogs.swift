import Synchronization

/// The log of one stage while it runs: passes each block on once, however often the plugin reports it.
final class StageLogs: Sendable {
  private struct State {
    /// The indexes that were passed on, as runs without gaps, in order.
    var seen: [ClosedRange<Int64>] = []
    var isComplete = false
    var waiting: CheckedContinuation<Void, Never>?
  }

  /// From how many gaps on the oldest indexes are forgotten; plugins count without gaps.
  private static let mostRuns = 4096

  private let onBlock: @Sendable (PluginAPI.LogBlock) -> Void
  private let state = Mutex(State())

  init(onBlock: @escaping @Sendable (PluginAPI.LogBlock) -> Void) { self.onBlock = onBlock }

  /// Takes a report: the blocks, and whether the plugin has nothing more to say.
  func report(_ blocks: [PluginAPI.LogBlock], isLast: Bool) {
    for block in blocks where isNew(block.index) { onBlock(block) }
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

  private func isNew(_ index: Int64) -> Bool {
    state.withLock { state in
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
