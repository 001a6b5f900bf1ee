import Synchronization

/// Bounds how many steps run at once, over all pipelines of a run; whoever waits longest is next.
final class JobSlots: Sendable {
  private struct State {
    var free: Int
    var waiting: [CheckedContinuation<Void, Never>] = []
    var head = 0
  }

  private let state: Mutex<State>

  /// - Parameter limit: nil or less than 1: no bound.
  init(limit: Int?) {
    let isBounded = (limit ?? 0) > 0
    state = Mutex(State(free: isBounded ? limit ?? .max : .max))
  }

  func acquire() async {
    await withCheckedContinuation { continuation in
      let isFree = state.withLock { state in
        if state.free > 0 {
          state.free -= 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if isFree { continuation.resume() }
    }
  }

  func release() {
    let next: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard state.head < state.waiting.count else {
        state.free = state.free == .max ? .max : state.free + 1
        state.waiting = []
        state.head = 0
        return nil
      }
      state.head += 1
      return state.waiting[state.head - 1]
    }
    next?.resume()
  }
}
