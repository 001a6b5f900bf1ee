import FoundationEssentials

extension RegistryCredential {
  /// The credentials in the text of a Docker `config.json`, in the order of their hosts; empty when it is none.
  ///
  /// Understands `auths.<host>.auth` (Base64 of `user:password`) and `username` with `password`.
  public static func credentials(inConfiguration text: String) -> [RegistryCredential] {
    DockerConfiguration(Array(text.utf8))?.credentials ?? []
  }

  /// The host in the address of a registry: scheme and path do not count, and Docker's own registry has one name.
  static func host(of address: String) -> String {
    var rest = address[...]
    for scheme in ["https://", "http://"] where rest.hasPrefix(scheme) { rest = rest.dropFirst(scheme.count) }
    let host = rest.prefix { $0 != "/" }.lowercased()
    return ["index.docker.io", "registry-1.docker.io", "registry.hub.docker.com"].contains(host) ? "docker.io" : host
  }
}

/// The parts of Docker's `config.json` that say who one is to a registry.
struct DockerConfiguration: Sendable {
  private struct Document: Decodable {
    struct Entry: Decodable {
      var auth: String?
      var username: String?
      var password: String?
      var identitytoken: String?
    }
    var auths: [String: Entry]?
    var credHelpers: [String: String]?
    var credsStore: String?
  }

  /// Sorted by address, so that the same file gives the same credentials every time.
  var credentials: [RegistryCredential] = []
  /// Tokens that stand for a user, by host.
  var identityTokens: [String: String] = [:]
  /// The program that knows the credentials of a host: the part of its name after `docker-credential-`.
  var helpers: [String: String] = [:]
  /// The program that knows all others.
  var store: String?
  /// The addresses of `auths` as written, by host; the store knows them by these.
  var addresses: [String: [String]] = [:]

  /// nil when the bytes are not a JSON object.
  init?(_ bytes: [UInt8]) {
    guard let document = try? JSONDecoder().decode(Document.self, from: Data(bytes)) else { return nil }
    for (address, entry) in (document.auths ?? [:]).sorted(by: { $0.key < $1.key }) {
      let host = RegistryCredential.host(of: address)
      addresses[host, default: []].append(address)
      if let token = entry.identitytoken, !token.isEmpty { identityTokens[host] = token }
      var user = entry.username
      var password = entry.password
      if let auth = entry.auth, let data = Data(base64Encoded: auth) {
        let pair = String(decoding: data, as: UTF8.self)
        if let colon = pair.firstIndex(of: ":") {
          user = String(pair[..<colon])
          password = String(pair[pair.index(after: colon)...].filter { $0 != "\0" })
        }
      }
      if let user, let password, !user.isEmpty {
        credentials.append(RegistryCredential(host: host, user: user, password: password))
      }
    }
    for (address, helper) in document.credHelpers ?? [:] { helpers[RegistryCredential.host(of: address)] = helper }
    store = document.credsStore.flatMap { $0.isEmpty ? nil : $0 }
  }
}
