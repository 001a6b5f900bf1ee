import CGRPC
import Synchronization

/// One unary call, from its start to its end.
final class GRPCCall: Sendable {
  typealias Answer = Result<[UInt8], GRPCStatus>

  private struct State {
    var handle: CoreHandle?
    var isCancelled = false
    var continuation: CheckedContinuation<Answer, Never>?
  }

  private let queue: GRPCQueue
  private let state = Mutex(State())

  init(queue: GRPCQueue) { self.queue = queue }

  deinit {
    if let handle = state.withLock({ $0.handle }) { cgrpc_call_release(handle.pointer) }
  }

  /// Sends the request and waits for the answer.
  func run(
    on channel: CoreHandle, path: String, request: [UInt8], timeout: Int64, waitsForReadiness: Bool
  ) async -> Answer {
    await withCheckedContinuation { continuation in
      guard queue.add(self) else { return continuation.resume(returning: .failure(.givenUp)) }
      let isCancelled = state.withLock { state in
        state.continuation = continuation
        return state.isCancelled
      }
      if isCancelled { return finish(.failure(.givenUp)) }
      // The queue's thread gives this reference back when the call has ended.
      let context = Unmanaged.passRetained(self)
      let handle = request.withUnsafeBytes { bytes in
        CoreHandle(
          cgrpc_call_start(
            channel.pointer, queue.handle.pointer, path, bytes.baseAddress, bytes.count, timeout, waitsForReadiness,
            callEnded, context.toOpaque()))
      }
      guard let handle else {
        context.release()
        return finish(.failure(GRPCStatus(.resourceExhausted, "the call cannot be started")))
      }
      let mustEnd = state.withLock { state in
        state.handle = handle
        return state.isCancelled
      }
      if mustEnd { cgrpc_call_cancel(handle.pointer) }
    }
  }

  /// Makes the call end at once; may be called from anywhere, also before it has begun.
  func cancel() {
    let handle = state.withLock { state in
      state.isCancelled = true
      return state.handle
    }
    if let handle { cgrpc_call_cancel(handle.pointer) }
  }

  fileprivate func finish(_ answer: Answer) {
    queue.remove(self)
    let continuation = state.withLock { state in
      defer { state.continuation = nil }
      return state.continuation
    }
    continuation?.resume(returning: answer)
  }
}

extension GRPCStatus {
  /// The caller lost interest before the call began.
  fileprivate static let givenUp = GRPCStatus(.cancelled, "the call was cancelled before it began")
}

private func callEnded(
  _ context: UnsafeMutableRawPointer?, _ status: Int32, _ message: UnsafePointer<CChar>?, _ messageLength: Int,
  _ bytes: UnsafeRawPointer?, _ length: Int
) {
  guard let context else { return }
  let call = Unmanaged<GRPCCall>.fromOpaque(context).takeRetainedValue()
  if status == 0 {
    call.finish(.success(Array(UnsafeRawBufferPointer(start: bytes, count: length))))
  } else {
    let text = String(decoding: UnsafeRawBufferPointer(start: message, count: messageLength), as: UTF8.self)
    call.finish(.failure(GRPCStatus(GRPCStatus.Code(rawValue: status), text)))
  }
}
