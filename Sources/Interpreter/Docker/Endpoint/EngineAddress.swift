/// Where an engine listens, and how it came to be asked for.
public struct EngineAddress: Hashable, Sendable {
  /// What carries the conversation.
  public enum Transport: Hashable, Sendable {
    case unix(path: String)
    /// `host` is ready for a URL: an IPv6 address has its brackets.
    case tcp(host: String, port: Int, path: String)
    /// A program whose standard input and output carry the connection.
    case dial(command: [String])
  }

  /// The files with which a TLS connection proves who speaks.
  public struct TLS: Hashable, Sendable {
    /// Path of the certificate authority, PEM; nil: the system's.
    public var authority: String?
    /// Path of the client's certificate, PEM; nil: none is shown.
    public var certificate: String?
    /// Path of the key to the certificate, PEM.
    public var key: String?
    /// Whether the engine's certificate is looked at.
    public var verifies: Bool

    public init(authority: String? = nil, certificate: String? = nil, key: String? = nil, verifies: Bool = true) {
      self.authority = authority
      self.certificate = certificate
      self.key = key
      self.verifies = verifies
    }
  }

  /// What carries the conversation.
  public var transport: Transport
  /// How it is encrypted; nil: not at all.
  public var tls: TLS?
  /// The address as people write it, such as `unix:///var/run/docker.sock`.
  public var text: String
  /// Who named it: `--host`, `DOCKER_HOST`, `context 'x'`; nil for a place that is tried by default.
  public var origin: String?

  public init(_ transport: Transport, tls: TLS? = nil, text: String, origin: String? = nil) {
    self.transport = transport
    self.tls = tls
    self.text = text
    self.origin = origin
  }

  /// The place of a Unix socket that is tried when nobody names an engine.
  static func socket(_ path: String) -> EngineAddress {
    EngineAddress(.unix(path: path), text: "unix://\(path)")
  }

  /// What requests begin with.
  var baseURL: String {
    switch transport {
    case .unix: "http://docker"
    // A name would be looked up first.
    case .dial: "http://127.0.0.1"
    case .tcp(let host, let port, let path): "\(tls == nil ? "http" : "https")://\(host):\(port)\(path)"
    }
  }

  var socketPath: String? {
    if case .unix(let path) = transport { path } else { nil }
  }

  var dialCommand: [String]? {
    if case .dial(let command) = transport { command } else { nil }
  }

  /// Whether the engine sees the same files as this program, as far as the address tells.
  public var isLocal: Bool {
    if case .unix = transport { true } else { false }
  }
}

extension EngineAddress {
  /// Reads an address as the docker program does: `unix://PATH`, `tcp://HOST[:PORT]` (port 2375, or 2376 with TLS),
  /// `ssh://[USER@]HOST[:PORT][/SOCKET]`, `http(s)://…`, or a bare `HOST:PORT`. nil for anything else.
  init?(parsing text: String, tls: TLS?, origin: String) {
    let scheme: String
    let rest: Substring
    if let separator = text.firstRange(of: "://") {
      scheme = text[..<separator.lowerBound].lowercased()
      rest = text[separator.upperBound...]
    } else {
      scheme = "tcp"
      rest = text[...]
    }
    switch scheme {
    case "unix":
      guard !rest.isEmpty else { return nil }
      self.init(.unix(path: String(rest)), text: text, origin: origin)
    case "tcp", "http", "https":
      let secure = scheme == "https" ? tls ?? TLS() : scheme == "http" ? nil : tls
      guard let place = Place(rest), place.user == nil else { return nil }
      let port = place.port ?? (secure == nil ? 2375 : 2376)
      var path = place.path
      while path.hasSuffix("/") { path.removeLast() }
      self.init(.tcp(host: place.host, port: port, path: path), tls: secure, text: text, origin: origin)
    case "ssh":
      // A host that begins with a dash would be an option of ssh.
      guard let place = Place(rest), !place.host.hasPrefix("-"), place.user?.hasPrefix("-") != true else { return nil }
      var command = ["ssh", "-o", "ConnectTimeout=30", "-T"]
      if let user = place.user { command += ["-l", user] }
      if let port = place.port { command += ["-p", String(port)] }
      let bare = place.host.hasPrefix("[") ? String(place.host.dropFirst().dropLast()) : place.host
      command += ["--", bare, "docker"]
      if place.path.utf8.count > 1 { command += ["--host", "unix://\(place.path)"] }
      command += ["system", "dial-stdio"]
      self.init(.dial(command: command), text: text, origin: origin)
    default:
      return nil
    }
  }
}

/// The authority and path of a URL.
private struct Place {
  var user: String?
  var host: String
  var port: Int?
  var path: String

  init?(_ text: Substring) {
    let slash = text.firstIndex(of: "/") ?? text.endIndex
    path = String(text[slash...])
    var authority = text[..<slash]
    if let at = authority.lastIndex(of: "@") {
      user = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    var portText: Substring?
    if authority.hasPrefix("["), let bracket = authority.firstIndex(of: "]") {
      let after = authority.index(after: bracket)
      host = String(authority[..<after])
      if after < authority.endIndex {
        guard authority[after] == ":" else { return nil }
        portText = authority[authority.index(after: after)...]
      }
    } else if let colon = authority.lastIndex(of: ":") {
      host = String(authority[..<colon])
      portText = authority[authority.index(after: colon)...]
    } else {
      host = String(authority)
    }
    if let portText {
      guard let number = Int(portText), (1...65535).contains(number) else { return nil }
      port = number
    }
    guard !host.isEmpty, !host.contains(where: { $0.isWhitespace || $0.isNewline }) else { return nil }
  }
}
