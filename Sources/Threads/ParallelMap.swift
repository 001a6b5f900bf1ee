import Glibc
import Synchronization

/// What `transform` makes of each number below `count`, in order, worked out by as many threads as there are processors.
///
/// Blocks until all is done. A single item, or one processor, takes no thread but the one that asks.
public func parallelMap<Result: Sendable>(_ count: Int, _ transform: @escaping @Sendable (Int) -> Result) -> [Result] {
  let threadCount = min(count, max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  guard threadCount > 1 else { return (0..<count).map(transform) }
  let work = ParallelWork(count: count, transform)
  var threads: [pthread_t] = []
  for _ in 1..<threadCount {
    var thread = pthread_t()
    let box = Unmanaged.passRetained(work as AnyWork)
    if pthread_create(&thread, nil, enter, box.toOpaque()) == 0 {
      threads.append(thread)
    } else {
      // This thread alone does the work then.
      box.release()
    }
  }
  work.run()
  for thread in threads { pthread_join(thread, nil) }
  return work.results.withLock { $0.compactMap { $0 } }
}

/// What `transform` makes of the ranges that `count` things are cut into, in order: few and long ones, so that every
/// processor gets its share and none waits long for the last.
public func parallelChunks<Result: Sendable>(
  of count: Int, _ transform: @escaping @Sendable (Range<Int>) -> Result
) -> [Result] {
  let processors = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  let size = max(1, (count + processors * 8 - 1) / (processors * 8))
  return parallelMap((count + size - 1) / size) { transform($0 * size..<min(($0 + 1) * size, count)) }
}

/// Work that a thread can be given without knowing what it makes.
private class AnyWork: @unchecked Sendable {
  // No state; unchecked only because a class that others inherit from cannot be `Sendable` otherwise.
  func run() {}
}

private final class ParallelWork<Result: Sendable>: AnyWork, @unchecked Sendable {
  // All that changes is in a mutex or atomic.
  let results: Mutex<[Result?]>
  private let next = Atomic<Int>(0)
  private let count: Int
  private let transform: @Sendable (Int) -> Result

  init(count: Int, _ transform: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.transform = transform
    results = Mutex(Array(repeating: nil, count: count))
  }

  override func run() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let result = transform(index)
      results.withLock { $0[index] = result }
    }
  }
}

private func enter(_ pointer: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let pointer { Unmanaged<AnyWork>.fromOpaque(pointer).takeRetainedValue().run() }
  return nil
}
