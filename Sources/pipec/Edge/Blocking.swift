import Glibc
import Synchronization

/// Waits on this thread for what `work` returns; the one place where the program enters Swift concurrency.
func blocking<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) -> Result? {
  let box = ResultBox<Result>()
  Task.detached {
    let result = await work()
    box.fill(result)
  }
  return box.wait()
}

private final class ResultBox<Result: Sendable>: @unchecked Sendable {
  // The mutex guards the value; the semaphore, made for threads, needs a stable address.
  private let value = Mutex<Result?>(nil)
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func fill(_ result: Result) {
    value.withLock { $0 = result }
    sem_post(semaphore)
  }

  func wait() -> Result? {
    while sem_wait(semaphore) == -1, errno == EINTR {}
    return value.withLock { $0 }
  }
}
