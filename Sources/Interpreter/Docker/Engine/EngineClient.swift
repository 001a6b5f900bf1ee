import Glibc
import Processes
import Synchronization

/// Speaks with one container engine over HTTP: Docker's Engine API, which Podman serves as well.
///
/// Every call blocks a thread of its own and none of Swift's pool; connections are kept and used again.
final class EngineClient: Sendable {
  let address: EngineAddress
  /// What people should know of the engine, such as `Docker 20.10.24 at unix:///var/run/docker.sock`.
  let description: String
  /// The operating system that containers run on: `linux` or `windows`; empty where the engine does not say.
  let operatingSystem: String
  /// The part of every path that selects the version of the API, such as `/v1.41`.
  private let prefix: String
  private let idle: Mutex<[HTTPConnection]>

  /// The newest version of the API that this client speaks; older engines are asked for their own. (Docker 29 refuses
  /// everything below 1.44.)
  static let newestVersion = EngineVersion(major: 1, minor: 47)
  /// The oldest version that has everything that a run needs (mounts, network aliases, removal by label).
  static let oldestVersion = EngineVersion(major: 1, minor: 25)
  /// In milliseconds: no engine takes longer for a call that waits for nothing but itself.
  static let patience = 300_000
  private static let mostIdleConnections = 16

  private init(
    address: EngineAddress, description: String, operatingSystem: String, prefix: String, connection: HTTPConnection
  ) {
    self.address = address
    self.operatingSystem = operatingSystem
    self.description = description
    self.prefix = prefix
    idle = Mutex([connection])
  }

  /// Asks the engine who it is and agrees on a version of the API.
  static func connect(to address: EngineAddress) async throws(HTTPFailure) -> EngineClient {
    let connection = try HTTPConnection()
    let exchange = HTTPExchange(HTTPRequest("GET", "/_ping", timeout: 30_000))
    let response = try await run(exchange, isCancellable: true) { () throws(HTTPFailure) in
      try exchange.perform(on: connection, at: HTTPPlace(address))
    }
    let offered = response.head.header("api-version").flatMap(EngineVersion.init(parsing:)) ?? newestVersion
    guard offered >= oldestVersion else {
      throw .status(400, "the engine speaks version \(offered) of the API; at least \(oldestVersion) is needed")
    }
    let version = min(offered, newestVersion)
    let server = response.head.header("server") ?? ""
    let product = server.split(separator: " ").first.map { $0.replacing("/", with: " ") } ?? "an engine"
    return EngineClient(
      address: address, description: "\(product) at \(address.text)",
      operatingSystem: (response.head.header("ostype") ?? "").lowercased(), prefix: "/v\(version)",
      connection: connection)
  }

  /// Waits for the whole answer. Throws `status` for one that is no success.
  func send(_ request: HTTPRequest, isCancellable: Bool = true) async throws(HTTPFailure) -> HTTPResponse {
    let exchange = HTTPExchange(versioned(request))
    return try await perform(exchange, isCancellable: isCancellable)
  }

  /// Passes the body on as it arrives; `onBody` blocks as long as it likes, and ends the exchange by returning false.
  func send(
    _ request: HTTPRequest, onBody: @escaping @Sendable (UnsafeRawBufferPointer) -> Bool
  ) async throws(HTTPFailure) -> HTTPResponse {
    let exchange = HTTPExchange(versioned(request), onBody: onBody)
    return try await perform(exchange, isCancellable: true)
  }

  /// Opens a stream and returns when the engine has answered that it is open; it then goes on by itself.
  /// `decode` turns what arrives into what is read.
  func open(
    _ request: HTTPRequest, decode: @escaping @Sendable (UnsafeRawBufferPointer) -> [UInt8]
  ) async throws(HTTPFailure) -> EngineStream {
    let result: Result<EngineStream, HTTPFailure> = await withCheckedContinuation { continuation in
      let opening = Opening(continuation)
      let stream = EngineStream(versioned(request), onHead: { _ in opening.end(nil) }, decode: decode)
      opening.stream.withLock { $0 = stream }
      let isRunning = BlockingThread.start {
        do throws(HTTPFailure) {
          try stream.perform(self.performBlocking)
          opening.end(nil)
        } catch {
          opening.end(error)
        }
      }
      if !isRunning { opening.end(.library("the system gives no further thread")) }
    }
    return try result.get()
  }

  private func versioned(_ request: HTTPRequest) -> HTTPRequest {
    var request = request
    request.target = prefix + request.target
    return request
  }

  private func perform(_ exchange: HTTPExchange, isCancellable: Bool) async throws(HTTPFailure) -> HTTPResponse {
    try await Self.run(exchange, isCancellable: isCancellable) { () throws(HTTPFailure) in
      try self.performBlocking(exchange)
    }
  }

  private func performBlocking(_ exchange: HTTPExchange) throws(HTTPFailure) -> HTTPResponse {
    let connection: HTTPConnection
    if let kept = idle.withLock({ $0.popLast() }) { connection = kept } else { connection = try HTTPConnection() }
    defer {
      idle.withLock { if $0.count < Self.mostIdleConnections { $0.append(connection) } }
    }
    return try exchange.perform(on: connection, at: HTTPPlace(address))
  }

  private static func run(
    _ exchange: HTTPExchange, isCancellable: Bool,
    _ body: @escaping @Sendable () throws(HTTPFailure) -> HTTPResponse
  ) async throws(HTTPFailure) -> HTTPResponse {
    let result: Result<HTTPResponse, HTTPFailure> = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRunning = BlockingThread.start {
          do throws(HTTPFailure) {
            continuation.resume(returning: .success(try body()))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
        if !isRunning { continuation.resume(returning: .failure(.library("the system gives no further thread"))) }
      }
    } onCancel: {
      if isCancellable { exchange.abort() }
    }
    return try result.get()
  }
}

/// A continuation that the head or the end of an answer resumes, whichever comes first.
private final class Opening: Sendable {
  let stream = Mutex<EngineStream?>(nil)
  private let continuation: Mutex<CheckedContinuation<Result<EngineStream, HTTPFailure>, Never>?>

  init(_ continuation: CheckedContinuation<Result<EngineStream, HTTPFailure>, Never>) {
    self.continuation = Mutex(continuation)
  }

  func end(_ failure: HTTPFailure?) {
    let waiting = continuation.withLock { waiting in
      defer { waiting = nil }
      return waiting
    }
    let stream = stream.withLock { stream in
      defer { stream = nil }
      return stream
    }
    guard let waiting else { return }
    if let stream, failure == nil {
      waiting.resume(returning: .success(stream))
    } else {
      waiting.resume(returning: .failure(failure ?? .broken("the stream ended")))
    }
  }
}

/// A version of the engine's API, such as 1.41.
struct EngineVersion: Comparable, CustomStringConvertible, Sendable {
  var major: Int
  var minor: Int

  init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  init?(parsing text: String) {
    let numbers = text.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]), major >= 0, minor >= 0 else {
      return nil
    }
    self.init(major: major, minor: minor)
  }

  var description: String { "\(major).\(minor)" }

  static func < (left: EngineVersion, right: EngineVersion) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
