import Processes

/// The way of events from the tasks of a run to its readers, which have a thread of their own.
///
/// Output waits for room, so a slow reader slows the writer and nothing grows; all other events never wait.
final class EventQueue: Sendable {
  private struct State {
    var events: [Event] = []
    var byteCount = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    /// Output that finds no room is dropped rather than waited for: the run is being stopped.
    var isReleased = false
    var isFinished = false
    var isDrained = false
    var finisher: CheckedContinuation<Void, Never>?
  }

  private let monitor = Monitor(State())
  private let clock: RunClock
  private let capacity: Int

  /// - Parameter capacity: how many bytes of output may wait for the readers.
  init(readers: [any EventReader], clock: RunClock, capacity: Int = 1024 * 1024) {
    self.clock = clock
    self.capacity = capacity
    let monitor = monitor
    let hasThread = BlockingThread.start { Self.deliver(monitor, to: readers) }
    // Without a thread nobody can be told anything, but the run and its tidying must not hang.
    if !hasThread { monitor.withLock { $0.isDrained = true } }
  }

  /// Passes on an event without waiting.
  func post(_ kind: Event.Kind) {
    let event = Event(time: clock.now(), kind: kind)
    monitor.withLock { state in
      if !state.isDrained { state.events.append(event) }
    }
  }

  /// Passes on lines of a step, waiting while the readers lag.
  func post(_ lines: [OutputLine], of step: StepSummary) async {
    guard !lines.isEmpty else { return }
    let time = clock.now()
    let events = lines.map { Event(time: time, kind: .output(step, $0)) }
    // An event costs more than its bytes; empty lines must count as well.
    let size = lines.reduce(0) { $0 + $1.bytes.count + 64 }
    await withCheckedContinuation { continuation in
      monitor.withLock { state in
        if state.isDrained || (state.isReleased && state.byteCount >= capacity) { return continuation.resume() }
        state.events.append(contentsOf: events)
        state.byteCount += size
        if state.byteCount < capacity || state.isReleased {
          continuation.resume()
        } else {
          state.waiting.append(continuation)
        }
      }
    }
  }

  /// Lets everybody go who waits for room, now and later.
  func release() {
    monitor.withLock { state in
      state.isReleased = true
      for continuation in state.waiting { continuation.resume() }
      state.waiting = []
    }
  }

  /// Returns when the readers have been told everything.
  func finish() async {
    await withCheckedContinuation { continuation in
      monitor.withLock { state in
        state.isFinished = true
        if state.isDrained { continuation.resume() } else { state.finisher = continuation }
      }
    }
  }

  private static func deliver(_ monitor: Monitor<State>, to readers: [any EventReader]) {
    let interval = readers.contains(where: \.wantsTicks) ? 100 : nil
    while true {
      let (events, isEnd) = monitor.wait(until: { !$0.events.isEmpty || $0.isFinished }, atMost: interval) { state in
        defer { state.events = [] }
        return (state.events, state.isFinished && state.events.isEmpty)
      }
      if isEnd { break }
      for reader in readers {
        if events.isEmpty { reader.tick() } else { reader.receive(events) }
      }
      // Room is given back only now, so that at most two batches exist.
      if !events.isEmpty { makeRoom(monitor) }
    }
    for reader in readers { reader.finish() }
    monitor.withLock { state in
      state.isDrained = true
      state.finisher?.resume()
      state.finisher = nil
    }
  }

  private static func makeRoom(_ monitor: Monitor<State>) {
    monitor.withLock { state in
      state.byteCount = state.events.reduce(0) { sum, event in
        if case .output(_, let line) = event.kind { return sum + line.bytes.count + 64 }
        return sum
      }
      for continuation in state.waiting { continuation.resume() }
      state.waiting = []
    }
  }
}
