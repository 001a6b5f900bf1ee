/// A bounded way for bytes from a thread that blocks to a task that waits: the writer sleeps while the reader lags.
public final class ByteChannel: Sendable {
  private struct State {
    var chunks: [[UInt8]] = []
    var byteCount = 0
    var isFinished = false
    var reader: CheckedContinuation<[UInt8]?, Never>?
  }

  private let monitor = Monitor(State())
  private let capacity: Int

  /// - Parameter capacity: how many bytes may lie in the channel before the writer sleeps.
  public init(capacity: Int = 256 * 1024) {
    self.capacity = capacity
  }

  /// Hands over bytes; blocks the thread while the channel is full. False when nobody will read any more.
  public func write(_ chunk: [UInt8]) -> Bool {
    guard !chunk.isEmpty else { return true }
    let capacity = capacity
    return monitor.wait(until: { $0.isFinished || $0.byteCount < capacity }) { state in
      guard !state.isFinished else { return false }
      if let reader = state.reader {
        state.reader = nil
        reader.resume(returning: chunk)
      } else {
        state.chunks.append(chunk)
        state.byteCount += chunk.count
      }
      return true
    }
  }

  /// Says that nothing more comes; what lies in the channel is still read.
  public func finish() {
    monitor.withLock { state in
      state.isFinished = true
      state.reader?.resume(returning: nil)
      state.reader = nil
    }
  }

  /// Says that nobody reads any more: what lies in the channel is dropped and the writer is let go.
  public func abandon() {
    monitor.withLock { state in
      state.chunks = []
      state.byteCount = 0
    }
    finish()
  }

  /// Everything that has arrived since the last call, or nil at the end. One reader at a time.
  public func read() async -> [UInt8]? {
    await withCheckedContinuation { continuation in
      monitor.withLock { state in
        if !state.chunks.isEmpty {
          continuation.resume(returning: state.chunks.count == 1 ? state.chunks[0] : Array(state.chunks.joined()))
          state.chunks = []
          state.byteCount = 0
        } else if state.isFinished {
          continuation.resume(returning: nil)
        } else {
          state.reader = continuation
        }
      }
    }
  }

  /// The channel as a stream that pulls.
  public var stream: AsyncStream<[UInt8]> {
    AsyncStream { await self.read() }
  }
}
