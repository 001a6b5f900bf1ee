import CCurl
import Synchronization

/// A libcurl handle, whose connection stays open between requests. Used by one thread at a time.
final class HTTPConnection: @unchecked Sendable {
  fileprivate let handle: OpaquePointer

  /// Opens libcurl at the first use.
  init() throws(HTTPFailure) {
    if let reason = ccurl_load() { throw .library(String(cString: reason)) }
    guard let handle = ccurl_open() else { throw .library("libcurl has no memory") }
    self.handle = handle
  }

  deinit {
    ccurl_close(handle)
  }
}

/// Where a request goes.
struct HTTPPlace: Sendable {
  /// What the request's target is put behind.
  var baseURL: String
  /// The Unix socket to connect to instead of the host of the URL.
  var socketPath: String?
  /// A program whose standard input and output carry the connection.
  var dialCommand: [String]?
  var tls: EngineAddress.TLS?

  init(baseURL: String, socketPath: String? = nil, dialCommand: [String]? = nil, tls: EngineAddress.TLS? = nil) {
    self.baseURL = baseURL
    self.socketPath = socketPath
    self.dialCommand = dialCommand
    self.tls = tls
  }

  /// An engine's address.
  init(_ address: EngineAddress) {
    self.init(
      baseURL: address.baseURL, socketPath: address.socketPath, dialCommand: address.dialCommand, tls: address.tls)
  }
}

/// One exchange: a request, and where its answer goes.
final class HTTPExchange: @unchecked Sendable {
  let request: HTTPRequest
  /// Told once when the head of a successful answer is there.
  private let onHead: (@Sendable (HTTPHead) -> Void)?
  /// Takes the body of a successful answer piece by piece; nil: it is collected.
  private let onBody: (@Sendable (UnsafeRawBufferPointer) -> Bool)?
  private let onAbort: (@Sendable () -> Void)?
  /// Whether an answer that is no success is an answer all the same, and no failure.
  private let acceptsEveryStatus: Bool
  private let state = Mutex(State.pending)

  // Touched by the thread that performs the exchange only.
  private var head = HTTPHead()
  private var body: [UInt8] = []

  private enum State {
    case pending
    case running(HTTPConnection)
    case aborted
    case finished
  }

  /// An answer that is collected is an engine's JSON; more than this, in bytes, is no answer.
  private static let largestCollectedBody = 256 << 20

  init(
    _ request: HTTPRequest, onHead: (@Sendable (HTTPHead) -> Void)? = nil,
    onBody: (@Sendable (UnsafeRawBufferPointer) -> Bool)? = nil, onAbort: (@Sendable () -> Void)? = nil,
    acceptsEveryStatus: Bool = false
  ) {
    self.acceptsEveryStatus = acceptsEveryStatus
    self.request = request
    self.onHead = onHead
    self.onBody = onBody
    self.onAbort = onAbort
  }

  /// Makes the exchange end at once; may be called from anywhere.
  func abort() {
    let wasAlive = state.withLock { state in
      switch state {
      case .finished, .aborted: return false
      case .running(let connection): ccurl_abort(connection.handle)
      case .pending: break
      }
      state = .aborted
      return true
    }
    if wasAlive { onAbort?() }
  }

  /// Blocks until the answer is complete.
  func perform(on connection: HTTPConnection, at place: HTTPPlace) throws(HTTPFailure) -> HTTPResponse {
    let mayRun = state.withLock { state in
      if case .aborted = state { return false }
      ccurl_rearm(connection.handle)
      state = .running(connection)
      return true
    }
    guard mayRun else { throw .cancelled }
    let failure = transfer(on: connection, to: place)
    state.withLock { $0 = .finished }
    if let failure { throw failure }
    return HTTPResponse(head: head, body: body)
  }

  private func transfer(on connection: HTTPConnection, to place: HTTPPlace) -> HTTPFailure? {
    var strings = CStrings()
    defer { strings.free() }
    var raw = ccurl_request()
    raw.method = strings.add(request.method)
    raw.url = strings.add(place.baseURL + request.target)
    raw.unix_socket = place.socketPath.flatMap { strings.add($0) }
    raw.dial_command = place.dialCommand.flatMap { strings.add(list: $0) }
    raw.headers = strings.add(list: request.headers.map { "\($0.name): \($0.value)" })
    raw.tls_authority = place.tls?.authority.flatMap { strings.add($0) }
    raw.tls_certificate = place.tls?.certificate.flatMap { strings.add($0) }
    raw.tls_key = place.tls?.key.flatMap { strings.add($0) }
    raw.tls_skip_verify = place.tls.map { !$0.verifies } ?? false
    raw.connect_timeout = 15_000
    raw.timeout = request.timeout ?? 0
    raw.on_header = headerArrived
    raw.on_body = bodyArrived
    raw.context = Unmanaged.passUnretained(self).toOpaque()

    var message = [CChar](repeating: 0, count: 512)
    var systemError = 0
    let outcome = (request.body ?? []).withUnsafeBytes { bytes in
      if request.body != nil {
        // An empty array may have no address, but a body of no bytes is still a body.
        raw.body = bytes.baseAddress ?? UnsafeRawPointer(raw.method)
        raw.body_length = bytes.count
      }
      return ccurl_perform(connection.handle, &raw, &message, message.count, &systemError)
    }
    let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    switch outcome {
    case CCURL_DONE:
      return head.isSuccess || acceptsEveryStatus ? nil : .status(head.status, EngineError.message(in: body))
    case CCURL_UNREACHABLE: return .unreachable(text, systemError: Int32(truncatingIfNeeded: systemError))
    case CCURL_TIMED_OUT: return .timedOut
    case CCURL_ABORTED: return .cancelled
    case CCURL_TLS: return .certificate(text)
    default: return .broken(text)
    }
  }

  fileprivate func add(line: UnsafeRawBufferPointer) -> Bool {
    if head.add(line: line), head.isSuccess { onHead?(head) }
    return true
  }

  fileprivate func add(body bytes: UnsafeRawBufferPointer) -> Bool {
    if head.isSuccess, let onBody { return onBody(bytes) }
    guard body.count + bytes.count <= Self.largestCollectedBody else { return false }
    body.append(contentsOf: bytes)
    return true
  }
}

private func headerArrived(_ bytes: UnsafePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Bool {
  guard let context else { return false }
  let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
  return exchange.add(line: UnsafeRawBufferPointer(start: bytes, count: count))
}

private func bodyArrived(_ bytes: UnsafePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Bool {
  guard let context else { return false }
  let exchange = Unmanaged<HTTPExchange>.fromOpaque(context).takeUnretainedValue()
  return exchange.add(body: UnsafeRawBufferPointer(start: bytes, count: count))
}
