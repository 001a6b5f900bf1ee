import CGRPC
import Synchronization

/// A gRPC server on a port of 127.0.0.1 that the system chooses; it answers any number of calls at once.
final class GRPCServer: Sendable {
  /// What answers a call: takes the path and the request.
  typealias Handler = @Sendable (String, [UInt8]) async -> Result<[UInt8], GRPCStatus>

  private struct State {
    var handle: CoreHandle?
    var tasks: [Int: Task<Void, Never>] = [:]
    var started = 0
    var isClosing = false
    var onEnd: CheckedContinuation<Void, Never>?
  }

  private let handler: Handler
  private let state = Mutex(State())

  private init(handler: @escaping Handler) { self.handler = handler }

  /// Opens a server that takes calls at once.
  ///
  /// - Parameter largestMessage: the size in bytes from which requests are refused.
  /// - Returns: the server and its port. It must be shut down.
  static func open(
    on queue: GRPCQueue, largestMessage: Int32, handler: @escaping Handler
  ) throws(PluginFailure) -> (server: GRPCServer, port: Int) {
    let server = GRPCServer(handler: handler)
    // Given back when the server has ended.
    let context = Unmanaged.passRetained(server)
    var port: Int32 = 0
    let opened = cgrpc_server_open(
      queue.handle.pointer, &port, largestMessage, requestArrived, context.toOpaque())
    guard let handle = CoreHandle(opened) else {
      context.release()
      throw .library("no port of 127.0.0.1 can be opened")
    }
    server.state.withLock { $0.handle = handle }
    return (server, Int(port))
  }

  /// Refuses new calls, cancels the open ones, and waits until the handlers have returned. To be called once.
  func shutdown() async {
    let (handle, tasks) = state.withLock { state in
      state.isClosing = true
      defer { state.handle = nil }
      return (state.handle, Array(state.tasks.values))
    }
    guard let handle else { return }
    for task in tasks { task.cancel() }
    await withCheckedContinuation { continuation in
      state.withLock { $0.onEnd = continuation }
      cgrpc_server_shutdown(handle.pointer, serverEnded, Unmanaged.passUnretained(self).toOpaque())
    }
  }

  fileprivate func answer(_ request: PendingRequest, path: String, message: [UInt8]) {
    state.withLock { state in
      let number = state.started
      state.started += 1
      let task = Task { [handler] in
        request.answer(await handler(path, message))
        forget(number)
      }
      if state.isClosing { task.cancel() }
      state.tasks[number] = task
    }
  }

  private func forget(_ number: Int) { state.withLock { $0.tasks[number] = nil } }

  fileprivate func end() { state.withLock { $0.onEnd.take() }?.resume() }
}

/// A request that waits for its answer, which is given once.
private struct PendingRequest: Sendable {
  let handle: CoreHandle

  func answer(_ answer: Result<[UInt8], GRPCStatus>) {
    switch answer {
    case .success(let bytes):
      bytes.withUnsafeBytes { cgrpc_request_answer(handle.pointer, 0, nil, $0.baseAddress, $0.count) }
    case .failure(let status):
      cgrpc_request_answer(handle.pointer, status.code.rawValue, status.message, nil, 0)
    }
  }
}

private func requestArrived(
  _ context: UnsafeMutableRawPointer?, _ request: OpaquePointer?, _ path: UnsafePointer<CChar>?, _ pathLength: Int,
  _ bytes: UnsafeRawPointer?, _ length: Int
) {
  guard let context, let request = CoreHandle(request) else { return }
  let server = Unmanaged<GRPCServer>.fromOpaque(context).takeUnretainedValue()
  let text = String(decoding: UnsafeRawBufferPointer(start: path, count: pathLength), as: UTF8.self)
  let message = Array(UnsafeRawBufferPointer(start: bytes, count: length))
  server.answer(PendingRequest(handle: request), path: text, message: message)
}

private func serverEnded(_ context: UnsafeMutableRawPointer?) {
  guard let context else { return }
  Unmanaged<GRPCServer>.fromOpaque(context).takeRetainedValue().end()
}
