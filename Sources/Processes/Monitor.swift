import Glibc

/// State that threads and tasks share, with a condition on which threads (never tasks) may sleep.
public final class Monitor<State>: @unchecked Sendable {
  // The lock guards `state`; both C objects need a stable address, so they live on the heap.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var state: State

  /// Shares `state`, which is touched inside `withLock` and `wait` only.
  public init(_ state: State) {
    self.state = state
    mutex = .allocate(capacity: 1)
    condition = .allocate(capacity: 1)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Runs `body` alone with the state, then wakes every sleeping thread.
  public func withLock<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    return try body(&state)
  }

  /// Sleeps until `isReady`, then runs `body` alone with the state. Blocks the thread: not for tasks.
  /// `milliseconds` bounds the sleep; then `body` runs all the same.
  public func wait<Result>(
    until isReady: (State) -> Bool, atMost milliseconds: Int? = nil, _ body: (inout State) throws -> Result
  ) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer {
      pthread_cond_broadcast(condition)
      pthread_mutex_unlock(mutex)
    }
    if let milliseconds {
      var deadline = timespec()
      clock_gettime(CLOCK_MONOTONIC, &deadline)
      deadline.tv_nsec += (milliseconds % 1000) * 1_000_000
      deadline.tv_sec += milliseconds / 1000 + deadline.tv_nsec / 1_000_000_000
      deadline.tv_nsec %= 1_000_000_000
      while !isReady(state), pthread_cond_timedwait(condition, mutex, &deadline) == 0 {}
    } else {
      while !isReady(state) { pthread_cond_wait(condition, mutex) }
    }
    return try body(&state)
  }
}
