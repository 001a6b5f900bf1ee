import Dispatch
import Interpreter
import Synchronization

/// Time that passes at once: whenever nobody has anything to do, the clock jumps to the moment at which the next sleeper
/// wakes. Work runs on one thread in the order in which it came, so that a test always sees the same.
final class VirtualTime: TaskExecutor {
  private struct Sleeper {
    var moment: Int64
    var number: Int
    var continuation: CheckedContinuation<Void, Never>
  }

  private struct State {
    var jobs: [UnownedJob] = []
    var sleepers: [Sleeper] = []
    var woken: Set<Int> = []
    var count = 0
    var now: Int64 = 0
    var isDone = false
  }

  /// When the clock begins, in milliseconds since 1970.
  static let origin: Int64 = 1_700_000_000_000

  private let state = Mutex(State())
  private let work = DispatchSemaphore(value: 0)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { $0.jobs.append(job) }
    work.signal()
  }

  var clock: RunClock {
    RunClock(
      now: { [self] in Self.origin + state.withLock { $0.now } }, elapsed: { [self] in state.withLock { $0.now } },
      sleep: { [self] duration in try await sleep(milliseconds(duration)) })
  }

  private func milliseconds(_ duration: Duration) -> Int64 {
    duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
  }

  private func sleep(_ duration: Int64) async throws {
    let number = state.withLock { state in
      state.count += 1
      return state.count
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isAwake = state.withLock { state in
          if state.woken.contains(number) { return true }
          state.sleepers.append(Sleeper(moment: state.now + duration, number: number, continuation: continuation))
          return false
        }
        if isAwake { continuation.resume() }
        work.signal()
      }
    } onCancel: {
      let sleeper = state.withLock { state -> Sleeper? in
        state.woken.insert(number)
        guard let index = state.sleepers.firstIndex(where: { $0.number == number }) else { return nil }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume()
    }
    try Task.checkCancellation()
  }

  /// The result of work that reads this clock only.
  func run<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result {
    let thread = Task.detached { [self] in await loop() }
    let result = await Task(executorPreference: self) { await body() }.value
    state.withLock { $0.isDone = true }
    work.signal()
    await thread.value
    return result
  }

  private func loop() async {
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      DispatchQueue(label: "virtual time").async { [self] in
        while !state.withLock({ $0.isDone }) {
          if let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) {
            job.runSynchronously(on: asUnownedTaskExecutor())
          } else if let sleeper = nextSleeper() {
            sleeper.continuation.resume()
          } else {
            work.wait()
          }
        }
        continuation.resume()
      }
    }
  }

  private func nextSleeper() -> Sleeper? {
    state.withLock { state in
      guard let first = state.sleepers.min(by: { ($0.moment, $0.number) < ($1.moment, $1.number) }) else { return nil }
      state.sleepers.removeAll { $0.number == first.number }
      state.now = max(state.now, first.moment)
      return first
    }
  }
}
