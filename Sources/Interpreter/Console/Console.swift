import Glibc
import Synchronization

/// Writes what a renderer makes of events to a descriptor; on a terminal it keeps a last line of what is going on.
public final class Console: EventReader {
  private struct State {
    var renderer: any EventRenderer
    var liveLine: String?
    var hasFailed = false
  }

  private let state: Mutex<State>
  private let descriptor: Int32
  private let isLive: Bool
  private let clock: RunClock
  private let cancellation: Cancellation?

  /// - Parameters:
  ///   - isLive: whether the descriptor is a terminal on which a line may be redrawn.
  ///   - cancellation: is told when nobody reads any more or nothing can be written.
  public init(
    renderer: any EventRenderer, descriptor: Int32 = 1, isLive: Bool = false, clock: RunClock = .system,
    cancellation: Cancellation? = nil
  ) {
    state = Mutex(State(renderer: renderer))
    self.descriptor = descriptor
    self.isLive = isLive
    self.clock = clock
    self.cancellation = cancellation
  }

  public var wantsTicks: Bool { isLive }

  public func receive(_ events: [Event]) {
    state.withLock { state in
      var bytes: [UInt8] = []
      for event in events {
        bytes += state.renderer.render(event)
        // A burst of output is written in parts so that it is never twice in memory.
        if bytes.count > 256 * 1024 { write(&bytes, &state) }
      }
      let line = line(state)
      if !bytes.isEmpty || line != state.liveLine { write(&bytes, &state, then: line) }
    }
  }

  public func tick() {
    state.withLock { state in
      let line = line(state)
      var bytes: [UInt8] = []
      if line != state.liveLine { write(&bytes, &state, then: line) }
    }
  }

  public func finish() {
    state.withLock { state in
      var bytes: [UInt8] = []
      if state.liveLine != nil { write(&bytes, &state) }
    }
  }

  /// Erases the live line, writes, and draws the new one, all in one call so that nothing flickers.
  private func write(_ bytes: inout [UInt8], _ state: inout State, then line: String? = nil) {
    var all = state.liveLine == nil ? [] : Array("\r\u{1B}[K".utf8)
    all += bytes
    bytes.removeAll()
    if let line { all += Array(line.utf8) }
    state.liveLine = line
    guard !state.hasFailed, !writeAll(all, to: descriptor) else { return }
    state.hasFailed = true
    cancellation?.cancel(errno == EPIPE ? .outputClosed : .outputFailed(String(cString: strerror(errno))))
  }

  private func line(_ state: State) -> String? {
    guard isLive else { return nil }
    var size = winsize()
    let width = ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 ? Int(size.ws_col) : 80
    return state.renderer.liveLine(now: clock.now(), width: width)
  }
}
