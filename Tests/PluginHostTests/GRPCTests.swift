import TestSupport
import Testing

@testable import PluginHost

/// Calls from our client to our server, over a real connection.
@Suite struct GRPCTests {
  /// Runs `body` with a channel to a server that answers by `handler`.
  private func withServer(
    largestMessage: Int32 = 1 << 20, _ handler: @escaping GRPCServer.Handler,
    _ body: (GRPCChannel) async throws -> Void
  ) async throws {
    guard let queue = try await Library.queue() else { return }
    let (server, port) = try GRPCServer.open(on: queue, largestMessage: largestMessage, handler: handler)
    let channel = try GRPCChannel(port: port, queue: queue, largestMessage: largestMessage)
    let result: Result<Void, any Error>
    do { result = .success(try await body(channel)) } catch { result = .failure(error) }
    await queue.endCalls()
    await server.shutdown()
    await queue.close()
    try result.get()
  }

  @Test func answersManyCallsAtOnce() async throws {
    try await withServer { path, request in
      .success(Array(path.utf8) + request)
    } _: { channel in
      let answers = await withTaskGroup(of: Bool.self) { group in
        for number in 0..<64 {
          group.addTask {
            let request = [UInt8](repeating: UInt8(number), count: number * 100)
            return (try? await channel.call("/a.B/C", request)) == Array("/a.B/C".utf8) + request
          }
        }
        return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
      }
      #expect(answers == 64)
    }
  }

  @Test func carriesStatusAndText() async throws {
    try await withServer { _, _ in
      .failure(GRPCStatus(.notFound, "nothing is named 'é' 100%"))
    } _: { channel in
      await #expect(throws: GRPCStatus(.notFound, "nothing is named 'é' 100%")) { try await channel.call("/a/b", []) }
    }
  }

  @Test func emptyMessagesAreMessages() async throws {
    try await withServer { _, request in
      .success(request)
    } _: { channel in
      let answer = try await channel.call("/a/b", [])
      #expect(answer == [])
    }
  }

  @Test func cancelledCallsEndAtOnce() async throws {
    try await withServer { _, _ in
      try? await Task.sleep(for: .seconds(100))
      return .success([])
    } _: { channel in
      let call = Task { try await channel.call("/a/b", []) }
      await Task.yield()
      call.cancel()
      let result = await call.result
      #expect(throws: GRPCStatus.self) { try result.get() }
    }
  }

  @Test func deadlinesEndCalls() async throws {
    try await withServer { _, _ in
      try? await Task.sleep(for: .seconds(100))
      return .success([])
    } _: { channel in
      let status = await #expect(throws: GRPCStatus.self) {
        try await channel.call("/a/b", [], timeout: .milliseconds(50))
      }
      #expect(status?.code == .deadlineExceeded)
    }
  }

  @Test func largeMessagesAreRefused() async throws {
    try await withServer(largestMessage: 1000) { _, request in
      .success(request)
    } _: { channel in
      let answer = try await channel.call("/a/b", [UInt8](repeating: 1, count: 900))
      #expect(answer.count == 900)
      let status = await #expect(throws: GRPCStatus.self) {
        try await channel.call("/a/b", [UInt8](repeating: 1, count: 2000))
      }
      #expect(status?.code == .resourceExhausted)
    }
  }

  @Test func nobodyListens() async throws {
    guard let queue = try await Library.queue() else { return }
    let (server, port) = try GRPCServer.open(on: queue, largestMessage: 1000) { _, _ in .success([]) }
    await server.shutdown()
    let channel = try GRPCChannel(port: port, queue: queue, largestMessage: 1000)
    let status = await #expect(throws: GRPCStatus.self) { try await channel.call("/a/b", []) }
    #expect(status?.code == .unavailable)
    let late = await #expect(throws: GRPCStatus.self) {
      try await channel.call("/a/b", [], timeout: .milliseconds(100), waitsForReadiness: true)
    }
    #expect(late?.code == .deadlineExceeded)
    await queue.close()
  }
}

/// The library, which need not be installed.
enum Library {
  /// A queue; nil, with a line that says so, where there is no library.
  static func queue() async throws -> GRPCQueue? {
    do throws(PluginFailure) {
      return try await GRPCQueue.open()
    } catch {
      Skipped.because("tests with gRPC: \(error.message)")
      return nil
    }
  }
}
