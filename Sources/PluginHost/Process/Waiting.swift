import Synchronization

/// Waits for the value of a task, but no longer than `limit`; nil when the time was over. The task goes on.
func value<Value: Sendable>(of task: Task<Value, Never>, within limit: Duration) async -> Value? {
  await withCheckedContinuation { continuation in
    let once = Once(continuation)
    // Tidying up goes on in a task that was cancelled, so neither of these may inherit that.
    let timer = Task {
      try? await Task.sleep(for: limit)
      once.resume(nil)
    }
    Task {
      once.resume(await task.value)
      timer.cancel()
    }
  }
}

/// A continuation that several may want to resume; the first one does.
private final class Once<Value: Sendable>: Sendable {
  private let continuation: Mutex<CheckedContinuation<Value?, Never>?>

  init(_ continuation: CheckedContinuation<Value?, Never>) { self.continuation = Mutex(continuation) }

  func resume(_ value: Value?) {
    continuation.withLock { $0.take() }?.resume(returning: value)
  }
}

/// Something that happened, told by one task to another.
final class Flag: Sendable {
  private let state = Mutex(false)

  var isRaised: Bool { state.withLock { $0 } }

  func raise() { state.withLock { $0 = true } }
}
