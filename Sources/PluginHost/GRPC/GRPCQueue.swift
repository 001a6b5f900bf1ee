import CGRPC
import Processes
import Synchronization

/// The thread on which calls end and requests arrive, and the calls that are open.
///
/// One queue serves any number of channels and servers. It must be closed, after its servers.
final class GRPCQueue: Sendable {
  private typealias Opened = Result<GRPCQueue, PluginFailure>

  private struct State {
    var isClosing = false
    var calls: [ObjectIdentifier: GRPCCall] = [:]
    var waitsForCalls: CheckedContinuation<Void, Never>?
    var hasEnded = false
    var waitsForEnd: CheckedContinuation<Void, Never>?
  }

  /// Valid until the thread has ended.
  let handle: CoreHandle
  private let state = Mutex(State())

  private init(_ handle: CoreHandle) { self.handle = handle }

  /// Opens the library at the first use, and a queue.
  static func open() async throws(PluginFailure) -> GRPCQueue {
    let opened: Opened = await withCheckedContinuation { continuation in
      let isStarted = BlockingThread.start { run(continuation) }
      if !isStarted { continuation.resume(returning: .failure(.noThread)) }
    }
    return try opened.get()
  }

  private static func run(_ continuation: CheckedContinuation<Opened, Never>) {
    if let reason = cgrpc_load() {
      return continuation.resume(returning: .failure(.library(String(cString: reason))))
    }
    guard let handle = CoreHandle(cgrpc_queue_open()) else {
      return continuation.resume(returning: .failure(.library("libgrpc has no memory")))
    }
    let queue = GRPCQueue(handle)
    continuation.resume(returning: .success(queue))
    while cgrpc_queue_next(handle.pointer) {}
    cgrpc_queue_close(handle.pointer)
    queue.state.withLock { state in
      state.hasEnded = true
      state.waitsForEnd?.resume()
      state.waitsForEnd = nil
    }
  }

  /// Counts a call that is about to start; false when the queue is being closed.
  func add(_ call: GRPCCall) -> Bool {
    state.withLock { state in
      if !state.isClosing { state.calls[ObjectIdentifier(call)] = call }
      return !state.isClosing
    }
  }

  /// Forgets a call that has ended.
  func remove(_ call: GRPCCall) {
    state.withLock { state in
      state.calls[ObjectIdentifier(call)] = nil
      guard state.calls.isEmpty else { return }
      state.waitsForCalls?.resume()
      state.waitsForCalls = nil
    }
  }

  /// Refuses new calls, cancels the open ones and waits until all have ended.
  func endCalls() async {
    let calls = state.withLock { state in
      state.isClosing = true
      return Array(state.calls.values)
    }
    for call in calls { call.cancel() }
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if state.calls.isEmpty { continuation.resume() } else { state.waitsForCalls = continuation }
      }
    }
  }

  /// Ends the open calls and then the thread; servers must have been shut down before.
  func close() async {
    await endCalls()
    cgrpc_queue_shutdown(handle.pointer)
    await withCheckedContinuation { continuation in
      state.withLock { state in
        if state.hasEnded { continuation.resume() } else { state.waitsForEnd = continuation }
      }
    }
  }
}
