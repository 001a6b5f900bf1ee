import Foundation
import Synchronization
import Testing

/// An engine that answers what a test wants, over a Unix socket, and remembers what it was asked.
final class FakeEngine: Sendable {
  struct Request: Sendable {
    /// Method and path with its query.
    var line: String
    var headers: [String]
    var body: String
  }

  enum Answer: Sendable {
    /// A whole answer with a body.
    case text(Int, String)
    /// The first bytes of an answer; then the connection breaks.
    case broken(String)
    /// Waits until the engine dies, and breaks.
    case never
  }

  let path: String
  private let version: String
  private let listener: Int32
  private let journal = Mutex<[Request]>([])
  private let connections = Mutex<[Int32]>([])
  private let answer: @Sendable (Request) -> Answer

  var requests: [Request] { journal.withLock { $0 } }
  var host: String { "unix://\(path)" }

  init(at path: String? = nil, version: String = "1.41", _ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.path = path ?? NSTemporaryDirectory() + "/pipec-\(UInt32.random(in: 0 ... .max)).sock"
    self.answer = answer
    self.version = version
    listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(self.path.utf8).prefix($0.count - 1)) }
    let status = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(listener, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(status == 0 && listen(listener, 16) == 0)
    Thread.detachNewThread { [self] in
      while true {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        connections.withLock { $0.append(connection) }
        Thread.detachNewThread { [self] in serve(connection) }
      }
    }
  }

  /// Ends the engine with all its connections.
  func die(keepingSocket: Bool = false) {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
    if !keepingSocket { unlink(path) }
    for connection in connections.withLock({ $0 }) { shutdown(connection, Int32(SHUT_RDWR)) }
  }

  private func serve(_ connection: Int32) {
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65536)
    while true {
      while let request = Self.takeRequest(from: &received) {
        journal.withLock { $0.append(request) }
        switch request.line == "GET /_ping" ? .text(200, "OK") : answer(request) {
        case .text(let status, let body):
          send(
            "HTTP/1.1 \(status) X\r\nApi-Version: \(version)\r\nServer: Fake/1\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)",
            connection)
        case .broken(let text):
          send(text, connection)
          shutdown(connection, Int32(SHUT_RDWR))
          return
        case .never: break
        }
      }
      let count = read(connection, &buffer, buffer.count)
      guard count > 0 else { return }
      received += buffer[..<count]
    }
  }

  private func send(_ text: String, _ connection: Int32) {
    let bytes = Array(text.utf8)
    _ = Foundation.send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
  }

  private static func takeRequest(from bytes: inout [UInt8]) -> Request? {
    guard let end = String(decoding: bytes, as: UTF8.self).range(of: "\r\n\r\n") else { return nil }
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text[..<end.lowerBound].components(separatedBy: "\r\n")
    let headLength = text[..<end.upperBound].utf8.count
    let length = lines.compactMap { $0.hasPrefix("Content-Length: ") ? Int($0.dropFirst(16)) : nil }.first ?? 0
    guard bytes.count >= headLength + length else { return nil }
    let body = String(decoding: bytes[headLength..<headLength + length], as: UTF8.self)
    bytes.removeFirst(headLength + length)
    let line = lines[0].components(separatedBy: " ").prefix(2).joined(separator: " ")
    return Request(line: line, headers: Array(lines.dropFirst()), body: body)
  }
}
