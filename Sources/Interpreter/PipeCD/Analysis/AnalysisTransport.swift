/// A request that an analysis makes.
public struct AnalysisRequest: Hashable, Sendable {
  /// One line of the head.
  public struct Header: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// `GET`, `POST`, …
  public var method: String
  /// The whole address with its query.
  public var url: String
  /// In order.
  public var headers: [Header]
  /// nil for none.
  public var body: String?
  /// In milliseconds, for the whole exchange.
  public var timeout: Int64

  public init(_ method: String, _ url: String, headers: [Header] = [], body: String? = nil, timeout: Int64) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
  }
}

/// What a server answered.
public struct AnalysisAnswer: Hashable, Sendable {
  /// The status, such as 200.
  public var status: Int
  /// The body.
  public var body: String

  public init(status: Int, body: String) {
    self.status = status
    self.body = body
  }
}

/// Why there is no answer.
public struct AnalysisSendFailure: Error, Hashable, Sendable {
  /// One clause.
  public var reason: String
  /// Whether the time of the request was over.
  public var isTimeout: Bool

  public init(_ reason: String, isTimeout: Bool = false) {
    self.reason = reason
    self.isTimeout = isTimeout
  }
}

/// How an analysis reaches its servers; tests give their own.
public protocol AnalysisTransport: Sendable {
  /// Sends a request and waits for its answer; cancelling the task ends it.
  func send(_ request: AnalysisRequest) async -> Result<AnalysisAnswer, AnalysisSendFailure>
}

/// HTTP by libcurl, which is opened at the first request. Redirections are followed, at most ten.
public struct HTTPAnalysisTransport: AnalysisTransport {
  public init() {}

  /// Answers of more than 64 MiB are cut.
  private static let largestBody = 64 << 20

  public func send(_ request: AnalysisRequest) async -> Result<AnalysisAnswer, AnalysisSendFailure> {
    let exchange = HarnessHTTPExchange(
      method: request.method, url: request.url, headers: request.headers.map { ($0.name, $0.value) },
      body: request.body.map { Array($0.utf8) }, timeout: Int(clamping: max(request.timeout, 1)),
      largestBody: Self.largestBody)
    switch await exchange.perform() {
    case .success(let answer): return .success(AnalysisAnswer(status: answer.code, body: answer.body))
    case .failure(.timedOut): return .failure(AnalysisSendFailure("there is no answer in time", isTimeout: true))
    case .failure(let failure): return .failure(AnalysisSendFailure(failure.reason))
    }
  }
}
