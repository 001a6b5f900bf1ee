import CCurl
import Glibc
import Processes
import Synchronization

/// Why something cannot be fetched, as a clause.
struct DownloadFailure: Error, Hashable, Sendable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// GET requests by https.
struct Download: Sendable {
  /// The largest program that is fetched, in bytes; kubernetes plugins have about 150 MB.
  static let largestFile = 2 << 30
  /// The largest answer that is read into memory, in bytes.
  static let largestText = 8 << 20
  /// How often a server may point elsewhere.
  private static let mostRedirects = 10

  /// A file with certificates of authorities that are trusted as well as those of the system; nil: none.
  var authorities: String?

  /// What a server answered.
  struct Answer: Hashable, Sendable {
    var status = 0
    /// The lines of the head by their names in small letters; of several the last.
    var headers: [String: String] = [:]
    /// Empty where the body went to a file.
    var body: [UInt8] = []
  }

  /// Fetches a file, which is written anew.
  func file(_ url: String, headers: [String] = [], to path: String) async throws(DownloadFailure) {
    let answer = try await get(url, headers: headers, to: path)
    guard answer.status == 200 else { throw DownloadFailure("the server answers with status \(answer.status)") }
  }

  /// Asks a server, and those that it points to.
  ///
  /// - Parameters:
  ///   - headers: lines such as `Accept: application/json`; `Authorization` is not told to other hosts.
  ///   - path: where the body of a success goes; nil: into the answer.
  func get(_ url: String, headers: [String] = [], to path: String? = nil) async throws(DownloadFailure) -> Answer {
    var url = url
    var headers = headers
    for _ in 0...Self.mostRedirects {
      guard let host = Self.host(of: url) else { throw DownloadFailure("\(url) is not https") }
      let answer = try await exchange(url, headers, path)
      guard [301, 302, 303, 307, 308].contains(answer.status), let location = answer.headers["location"] else {
        return answer
      }
      url = Self.target(location, from: host)
      if Self.host(of: url) != host { headers.removeAll { $0.lowercased().hasPrefix("authorization:") } }
    }
    throw DownloadFailure("the server points elsewhere again and again")
  }

  private static func host(of url: String) -> Substring? {
    guard url.lowercased().hasPrefix("https://") else { return nil }
    return url.dropFirst("https://".count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
  }

  /// What a server points to, which may leave out what stays the same.
  static func target(_ location: String, from host: Substring) -> String {
    if location.hasPrefix("//") { return "https:\(location)" }
    return location.hasPrefix("/") ? "https://\(host)\(location)" : location
  }

  private func exchange(
    _ url: String, _ headers: [String], _ path: String?
  ) async throws(DownloadFailure) -> Answer {
    let transfer = Transfer()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<Result<Answer, DownloadFailure>, Never>) in
        let isStarted = BlockingThread.start {
          continuation.resume(
            returning: transfer.perform(url, headers: headers, to: path, authorities: authorities))
        }
        if !isStarted { continuation.resume(returning: .failure(DownloadFailure("the system has no thread left"))) }
      }
    } onCancel: {
      transfer.abort()
    }
    return try result.get()
  }
}

/// One exchange with a server.
private final class Transfer: @unchecked Sendable {
  private struct Running {
    var handle: CurlHandle?
    var isAborted = false
  }

  private let running = Mutex(Running())
  // Touched by the thread that performs the exchange only.
  private var answer = Download.Answer()
  private var file: Int32 = -1
  private var size = 0
  private var failure: String?

  /// Makes the exchange end at once.
  func abort() {
    running.withLock { running in
      running.isAborted = true
      if let handle = running.handle { ccurl_abort(handle.pointer) }
    }
  }

  /// Blocks until the answer is complete.
  func perform(
    _ url: String, headers: [String], to path: String?, authorities: String?
  ) -> Result<Download.Answer, DownloadFailure> {
    if let reason = ccurl_load() { return .failure(DownloadFailure(String(cString: reason))) }
    guard let handle = CurlHandle(ccurl_open()) else { return .failure(DownloadFailure("libcurl has no memory")) }
    defer { ccurl_close(handle.pointer) }
    if let path {
      file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
      guard file >= 0 else { return .failure(DownloadFailure("\(path) cannot be written")) }
    }
    defer { if file >= 0 { close(file) } }
    let mayRun = running.withLock { running in
      if !running.isAborted { running.handle = handle }
      return !running.isAborted
    }
    defer { running.withLock { $0.handle = nil } }
    guard mayRun else { return .failure(DownloadFailure("the transfer was cancelled")) }

    var message = [CChar](repeating: 0, count: 512)
    var systemError = 0
    let lines = headers.map { strdup($0) } + [nil]
    let authorities = authorities.flatMap { strdup($0) }
    defer {
      for line in lines { free(line) }
      free(authorities)
    }
    let outcome = "GET".withCString { method in
      url.withCString { url in
        lines.map { UnsafePointer($0) }.withUnsafeBufferPointer { lines in
          var request = ccurl_request()
          request.method = method
          request.url = url
          request.headers = lines.baseAddress
          request.tls_authority = authorities.map { UnsafePointer($0) }
          request.connect_timeout = 15_000
          request.timeout = 600_000
          request.on_header = headerArrived
          request.on_body = bodyArrived
          request.context = Unmanaged.passUnretained(self).toOpaque()
          return ccurl_perform(handle.pointer, &request, &message, message.count, &systemError)
        }
      }
    }
    if let failure { return .failure(DownloadFailure(failure)) }
    switch outcome {
    case CCURL_DONE: return .success(answer)
    case CCURL_ABORTED: return .failure(DownloadFailure("the transfer was cancelled"))
    case CCURL_TIMED_OUT: return .failure(DownloadFailure("the server takes too long"))
    default:
      let text = String(decoding: message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      let hint = outcome == CCURL_TLS ? " (SSL_CERT_FILE names a file with authorities to trust)" : ""
      return .failure(DownloadFailure((text.isEmpty ? "the connection broke" : text) + hint))
    }
  }

  fileprivate func add(line: UnsafeRawBufferPointer) -> Bool {
    let text = String(decoding: line, as: UTF8.self).filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
    if text.hasPrefix("HTTP/") {
      let status = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      answer = Download.Answer(status: status)
    } else if let colon = text.firstIndex(of: ":"), answer.headers.count < 256 {
      let value = text[text.index(after: colon)...].drop { $0 == " " }
      answer.headers[text[..<colon].lowercased()] = String(value)
    }
    return true
  }

  fileprivate func add(body bytes: UnsafeRawBufferPointer) -> Bool {
    size += bytes.count
    if file >= 0, answer.status == 200 {
      guard size <= Download.largestFile else { return fail("the file is larger than 2 GiB") }
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = write(file, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { return fail("it cannot be written: \(String(cString: strerror(errno)))") }
        rest = rest.dropFirst(count)
      }
    } else if size <= Download.largestText {
      answer.body.append(contentsOf: bytes)
    } else {
      return fail("the answer is too large")
    }
    return true
  }

  private func fail(_ message: String) -> Bool {
    failure = message
    return false
  }
}

/// A libcurl handle, which may be aborted from any thread.
private struct CurlHandle: @unchecked Sendable {
  let pointer: OpaquePointer

  init?(_ pointer: OpaquePointer?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }
}

private func headerArrived(_ bytes: UnsafePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Bool {
  guard let context else { return false }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  return transfer.add(line: UnsafeRawBufferPointer(start: bytes, count: count))
}

private func bodyArrived(_ bytes: UnsafePointer<CChar>?, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Bool {
  guard let context else { return false }
  let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  return transfer.add(body: UnsafeRawBufferPointer(start: bytes, count: count))
}
