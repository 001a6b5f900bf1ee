import CGRPC

/// A way to the gRPC server on a port of this machine, connected when it is needed and again when it broke.
final class GRPCChannel: Sendable {
  private let handle: CoreHandle
  private let queue: GRPCQueue

  /// - Parameter largestMessage: the size in bytes from which answers are refused.
  init(port: Int, queue: GRPCQueue, largestMessage: Int32) throws(PluginFailure) {
    guard let port = Int32(exactly: port), let handle = CoreHandle(cgrpc_channel_open(port, largestMessage))
    else {
      throw .library("libgrpc has no memory")
    }
    self.handle = handle
    self.queue = queue
  }

  deinit { cgrpc_channel_close(handle.pointer) }

  /// Calls a method once.
  ///
  /// - Parameters:
  ///   - path: the service's full name and the method, as in `/package.Service/Method`.
  ///   - timeout: what the other side is told as its deadline; nil for none.
  ///   - waitsForReadiness: whether to wait, without failing, for somebody to listen.
  /// - Throws: the status with which the call ended; `.cancelled` when the task was.
  func call(
    _ path: String, _ request: [UInt8], timeout: Duration? = nil, waitsForReadiness: Bool = false
  ) async throws(GRPCStatus) -> [UInt8] {
    let call = GRPCCall(queue: queue)
    let milliseconds = timeout.map { max(0, $0.milliseconds) } ?? -1
    let answer = await withTaskCancellationHandler {
      await call.run(
        on: handle, path: path, request: request, timeout: milliseconds, waitsForReadiness: waitsForReadiness)
    } onCancel: {
      call.cancel()
    }
    return try answer.get()
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflows) = seconds.multipliedReportingOverflow(by: 1000)
    return overflows ? .max : product &+ attoseconds / 1_000_000_000_000_000
  }
}
