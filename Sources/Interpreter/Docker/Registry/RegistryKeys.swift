import FoundationEssentials

/// What authorises a pull.
enum RegistryKey: Hashable, Sendable {
  case password(user: String, password: String)
  /// A token that a helper keeps instead of a password.
  case identityToken(String)

  /// The value of the header `X-Registry-Auth`: JSON in URL-safe Base64.
  func header(for host: String) -> String {
    struct Content: Encodable {
      var username: String?
      var password: String?
      var identitytoken: String?
      var serveraddress: String
    }
    // Docker's own registry goes by this address since its first version.
    let address = host == "docker.io" ? "https://index.docker.io/v1/" : host
    let content =
      switch self {
      case .password(let user, let password): Content(username: user, password: password, serveraddress: address)
      case .identityToken(let token): Content(identitytoken: token, serveraddress: address)
      }
    let data = (try? JSONEncoder().encode(content)) ?? Data()
    return data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
  }
}

/// Finds out who one is to a registry: the step's own credentials first, then the user's Docker configuration.
struct RegistryKeys: Sendable {
  var surroundings: Surroundings
  /// A `config.json` to read instead of the user's; nil: the user's.
  var configurationPath: String?
  /// Runs a credential helper; replaced in tests.
  var runHelper: @Sendable (_ program: String, _ input: String) async -> [UInt8]?

  init(
    surroundings: Surroundings, configurationPath: String? = nil,
    runHelper: @escaping @Sendable (_ program: String, _ input: String) async -> [UInt8]? = { program, input in
      await CredentialProgram.output(of: [program, "get"], input: Array(input.utf8))
    }
  ) {
    self.surroundings = surroundings
    self.configurationPath = configurationPath
    self.runHelper = runHelper
  }

  /// nil when nobody has a credential for the host; the pull is then anonymous.
  func key(for host: String, stepCredentials: [RegistryCredential]) async -> RegistryKey? {
    if let own = stepCredentials.first(where: { RegistryCredential.host(of: $0.host) == host }) {
      return .password(user: own.user, password: own.password)
    }
    guard let path = configurationPath ?? surroundings.dockerFolder.map({ "\($0)/config.json" }),
      let bytes = surroundings.read(path), let configuration = DockerConfiguration(bytes)
    else { return nil }
    if let helper = configuration.helpers[host] ?? configuration.store,
      let key = await key(from: helper, for: host, addresses: configuration.addresses[host] ?? [])
    {
      return key
    }
    if let token = configuration.identityTokens[host] { return .identityToken(token) }
    guard let found = configuration.credentials.first(where: { $0.host == host }) else { return nil }
    return .password(user: found.user, password: found.password)
  }

  private func key(from helper: String, for host: String, addresses: [String]) async -> RegistryKey? {
    struct Answer: Decodable {
      var username: String?
      var secret: String?
    }
    // The name becomes a program's: nothing that leads elsewhere.
    guard !helper.contains("/") else { return nil }
    let usual = host == "docker.io" ? "https://index.docker.io/v1/" : host
    for address in addresses + (addresses.contains(usual) ? [] : [usual]) {
      guard let output = await runHelper("docker-credential-\(helper)", address),
        let answer = try? EngineJSON.decode(Answer.self, from: output),
        let user = answer.username, let secret = answer.secret, !secret.isEmpty
      else { continue }
      return user == "<token>" ? .identityToken(secret) : .password(user: user, password: secret)
    }
    return nil
  }
}
