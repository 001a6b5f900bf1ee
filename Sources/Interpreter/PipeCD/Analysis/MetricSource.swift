import FoundationEssentials
import IR

/// A provider of metrics that is ready to be asked: its credentials are read.
struct MetricSource: Sendable {
  /// The protocol.
  enum Kind: Sendable {
    /// The address that paths are put behind, and the value of `Authorization`.
    case prometheus(address: String, authorization: String?)
    /// The site, such as `datadoghq.com`.
    case datadog(site: String, key: String, applicationKey: String)
  }

  /// Why a provider cannot be asked, one clause.
  struct Refusal: Error, Hashable, Sendable {
    var message: String
  }

  let kind: Kind
  /// What must not appear in a log.
  let secrets: [String]

  /// Reads what the provider needs, as piped does when the stage begins.
  init(_ provider: AnalysisProvider, read: (String) -> [UInt8]?) throws(Refusal) {
    switch provider.configuration {
    case .prometheus(let options):
      let address = options.address.value
      guard !address.isEmpty else { throw Refusal(message: "the analysis provider \(provider.name) has no address") }
      let (userFile, passwordFile) = (options.userFile.value, options.passwordFile.value)
      var secrets = Self.userInformation(of: address)
      var authorization: String?
      if !userFile.isEmpty, !passwordFile.isEmpty {
        let user = try Self.text(of: userFile, "the name of the user", read)
        let password = try Self.text(of: passwordFile, "the password", read)
        let pair = Data("\(user):\(password)".utf8).base64EncodedString()
        if !user.isEmpty, !password.isEmpty { authorization = "Basic \(pair)" }
        secrets += [password, pair]
      }
      self.kind = .prometheus(address: address, authorization: authorization)
      self.secrets = secrets
    case .datadog(let options):
      let key = try Self.key(options.keyFile.value, options.keyData.value.text, "apiKey", read)
      let applicationKey = try Self.key(
        options.applicationKeyFile.value, options.applicationKeyData.value.text, "applicationKey", read)
      let site = options.address.value.isEmpty ? "datadoghq.com" : options.address.value
      self.kind = .datadog(site: site, key: key, applicationKey: applicationKey)
      self.secrets = [key, applicationKey]
    default:
      throw Refusal(message: "the analysis provider \(provider.name) has no metrics: only PROMETHEUS and DATADOG have")
    }
  }

  /// The key in a file, or in Base64 in the configuration, which wins.
  private static func key(
    _ file: String, _ data: String, _ name: String, _ read: (String) -> [UInt8]?
  ) throws(Refusal) -> String {
    var key = ""
    if !file.isEmpty { key = try text(of: file, name, read) }
    if !data.isEmpty {
      guard let decoded = Data(base64Encoded: data) else {
        throw Refusal(message: "\(name)Data of the analysis provider is not in Base64")
      }
      key = String(decoding: decoded, as: UTF8.self)
    }
    guard !key.isEmpty else { throw Refusal(message: "the analysis provider has no \(name)") }
    return key
  }

  private static func text(
    of file: String, _ what: String, _ read: (String) -> [UInt8]?
  ) throws(Refusal) -> String {
    guard let bytes = read(file) else { throw Refusal(message: "\(file), which has \(what), cannot be read") }
    return String(decoding: bytes, as: UTF8.self).trimmed
  }

  /// What stands before `@` in an address, and the password in it.
  private static func userInformation(of address: String) -> [String] {
    guard let scheme = address.firstRange(of: "://") else { return [] }
    let authority = address[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    guard let end = authority.lastIndex(of: "@") else { return [] }
    let information = authority[..<end]
    let password = information.firstIndex(of: ":").map { information[information.index(after: $0)...] } ?? ""
    return [String(information), String(password)]
  }

  // MARK: Queries

  /// The requests for the values of a query between two moments, in milliseconds since 1970: the second is for servers
  /// that do not know the method of the first.
  func requests(_ query: String, from start: Int64, to end: Int64, timeout: Int64) -> [AnalysisRequest] {
    switch kind {
    case .prometheus(let address, let authorization):
      // One value a minute, or one more often in a shorter time.
      let step = min(60_000, end - start)
      let form = [
        ("query", query), ("start", Self.seconds(start)), ("end", Self.seconds(end)), ("step", Self.seconds(step)),
      ].map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
      let url = Self.withoutSlashes(address) + "/api/v1/query_range"
      let headers = authorization.map { [AnalysisRequest.Header("Authorization", $0)] } ?? []
      let type = AnalysisRequest.Header("Content-Type", "application/x-www-form-urlencoded")
      return [
        AnalysisRequest("POST", url, headers: headers + [type], body: form, timeout: timeout),
        AnalysisRequest("GET", "\(url)?\(form)", headers: headers, timeout: timeout),
      ]
    case .datadog(let site, let key, let applicationKey):
      let url =
        "https://api.\(site)/api/v1/query?from=\(start / 1000)&to=\(end / 1000)&query=\(percentEncoded(query))"
      let headers = [
        AnalysisRequest.Header("DD-API-KEY", key), AnalysisRequest.Header("DD-APPLICATION-KEY", applicationKey),
        AnalysisRequest.Header("Accept", "application/json"),
      ]
      return [AnalysisRequest("GET", url, headers: headers, timeout: timeout)]
    }
  }

  /// The values in an answer.
  func points(in answer: AnalysisAnswer) -> Result<[MetricPoint], MetricAnswerFailure> {
    switch kind {
    case .prometheus: PrometheusAnswer.points(in: answer)
    case .datadog: DatadogAnswer.points(in: answer)
    }
  }

  private static func withoutSlashes(_ address: String) -> String {
    var address = address
    while address.last == "/" { address.removeLast() }
    return address
  }

  /// Milliseconds as seconds, with the digits that they need.
  private static func seconds(_ milliseconds: Int64) -> String {
    let (whole, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    guard rest != 0 else { return "\(whole)" }
    var digits = String(1000 + rest.magnitude).dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}

/// A value at a moment.
struct MetricPoint: Hashable, Sendable {
  /// In seconds since 1970.
  var time: Double
  var value: Double
}

/// Why an answer has no values.
enum MetricAnswerFailure: Error, Hashable, Sendable {
  /// There is nothing, which `skipOnNoData` forgives.
  case noData(String)
  /// It is an error of the server, or no answer at all.
  case broken(String)

  var reason: String {
    switch self {
    case .noData(let reason), .broken(let reason): reason
    }
  }
}
