import Processes

/// One request of an `Http` step and its answer.
struct HarnessHTTPExchange: Sendable {
  var method: String
  var url: String
  var headers: [(name: String, value: String)]
  var body: [UInt8]?
  /// In milliseconds.
  var timeout: Int
  /// Larger answers are cut, in bytes.
  var largestBody = 1 << 20

  /// What came back.
  struct Answer: Sendable {
    var code: Int
    var body: String
  }

  private static let mostRedirections = 10

  /// Performs the exchange on a thread of its own and follows redirections of requests that only read; cancelling the
  /// task ends it.
  func perform() async -> Result<Answer, HTTPFailure> {
    var request = self
    for _ in 0...Self.mostRedirections {
      switch await request.performOnce() {
      case .failure(let failure): return .failure(failure)
      case .success(let response):
        let reads = method == "GET" || method == "HEAD"
        if reads, [301, 302, 303, 307, 308].contains(response.head.status),
          let location = response.head.header("location"), let next = Self.resolve(location, from: request.url)
        {
          // Headers may hold credentials, which are for the server that was named.
          if Self.authority(of: next) != Self.authority(of: request.url) { request.headers = [] }
          request.url = next
          continue
        }
        let body = String(decoding: response.body.prefix(largestBody), as: UTF8.self)
        return .success(Answer(code: response.head.status, body: body))
      }
    }
    return .failure(.broken("the server redirects more than \(Self.mostRedirections) times"))
  }

  private func performOnce() async -> Result<HTTPResponse, HTTPFailure> {
    let exchange: HTTPExchange
    let place: HTTPPlace
    do throws(HTTPFailure) {
      let (origin, target) = try parts()
      place = HTTPPlace(baseURL: origin)
      exchange = HTTPExchange(
        HTTPRequest(method, target, headers: headers, body: body, timeout: timeout), acceptsEveryStatus: true)
    } catch {
      return .failure(error)
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isRunning = BlockingThread.start {
          do throws(HTTPFailure) {
            continuation.resume(returning: .success(try exchange.perform(on: HTTPConnection(), at: place)))
          } catch {
            continuation.resume(returning: .failure(error))
          }
        }
        if !isRunning { continuation.resume(returning: .failure(.library("the system gives no further thread"))) }
      }
    } onCancel: {
      exchange.abort()
    }
  }

  private static func authority(of url: String) -> Substring {
    guard let separator = url.firstRange(of: "://") else { return "" }
    return url[..<(url[separator.upperBound...].firstIndex { "/?#".contains($0) } ?? url.endIndex)]
  }

  /// Where a redirection leads: a whole URL, or a path of the same server.
  private static func resolve(_ location: String, from url: String) -> String? {
    if location.contains("://") { return location }
    guard let separator = url.firstRange(of: "://") else { return nil }
    if location.hasPrefix("//") { return url[..<separator.lowerBound] + ":" + location }
    let authority = authority(of: url)
    if location.hasPrefix("/") { return authority + location }
    let path = url[authority.endIndex...].prefix { $0 != "?" && $0 != "#" }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? "/"
    return authority + folder + location
  }

  /// The server and the rest of the URL. Only `http` and `https`: anything else that libcurl could do is no request.
  private func parts() throws(HTTPFailure) -> (origin: String, target: String) {
    guard let separator = url.firstRange(of: "://") else {
      throw .broken("'\(url)' is no URL: it begins with neither http:// nor https://")
    }
    let scheme = url[..<separator.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else {
      throw .broken("the URL has the scheme \(scheme), not http or https")
    }
    let rest = url[separator.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? rest.endIndex
    guard !rest[..<end].isEmpty else { throw .broken("'\(url)' names no host") }
    var target = String(rest[end...].prefix { $0 != "#" })
    if !target.hasPrefix("/") { target = "/" + target }
    guard !target.utf8.contains(where: { $0 <= 0x20 }) else { throw .broken("the URL contains a space") }
    return ("\(scheme)://\(rest[..<end])", target)
  }
}
