/// Finds out where the engine is, in the order of the docker program: an address given by hand, `DOCKER_HOST`,
/// `DOCKER_CONTEXT`, the current context of the user's configuration, and then the usual sockets.
public enum EngineSearch {
  /// The places to ask, best first. Whoever names an engine gets that one alone.
  ///
  /// Throws `unreachable` when an address cannot be understood or a context does not exist.
  public static func candidates(
    host: String? = nil, in surroundings: Surroundings
  ) throws(BackendError) -> [EngineAddress] {
    if let host, !host.isEmpty { return [try address(host, named: "--host", in: surroundings)] }
    if let host = surroundings.variable("DOCKER_HOST") {
      return [try address(host, named: "DOCKER_HOST", in: surroundings)]
    }
    if let context = surroundings.variable("DOCKER_CONTEXT") {
      if context != "default" { return [try address(ofContext: context, namedBy: "DOCKER_CONTEXT", in: surroundings)] }
    } else if let context = currentContext(in: surroundings), context != "default" {
      return [try address(ofContext: context, namedBy: "currentContext", in: surroundings)]
    }
    return usualSockets(in: surroundings)
  }

  /// The sockets that are tried when nobody names an engine: Docker's, rootless Docker's, Docker Desktop's, Podman's.
  static func usualSockets(in surroundings: Surroundings) -> [EngineAddress] {
    let runtime = surroundings.variable("XDG_RUNTIME_DIR")
    var paths = ["/var/run/docker.sock"]
    if let runtime { paths.append("\(runtime)/docker.sock") }
    if let home = surroundings.variable("HOME") { paths.append("\(home)/.docker/run/docker.sock") }
    if let runtime { paths.append("\(runtime)/podman/podman.sock") }
    paths.append("/run/podman/podman.sock")
    return paths.map { .socket($0) }
  }

  private static func address(
    _ text: String, named origin: String, in surroundings: Surroundings
  ) throws(BackendError) -> EngineAddress {
    guard let address = EngineAddress(parsing: text, tls: tls(in: surroundings), origin: origin) else {
      throw .unreachable(
        "\(origin) is '\(text)', which is no address of an engine: "
          + "write unix://PATH, tcp://HOST:PORT or ssh://USER@HOST")
    }
    return address
  }

  /// `DOCKER_TLS_VERIFY` and `DOCKER_TLS` switch TLS on when they are set to anything, even to `0`.
  private static func tls(in surroundings: Surroundings) -> EngineAddress.TLS? {
    let verifies = surroundings.variable("DOCKER_TLS_VERIFY") != nil
    guard verifies || surroundings.variable("DOCKER_TLS") != nil else { return nil }
    guard let folder = surroundings.variable("DOCKER_CERT_PATH") ?? surroundings.dockerFolder else {
      return EngineAddress.TLS(verifies: verifies)
    }
    return tls(in: folder, verifies: verifies, surroundings)
  }

  private static func tls(in folder: String, verifies: Bool, _ surroundings: Surroundings) -> EngineAddress.TLS {
    func file(_ name: String) -> String? {
      let path = "\(folder)/\(name)"
      return surroundings.exists(path) ? path : nil
    }
    return EngineAddress.TLS(
      authority: verifies ? file("ca.pem") : nil, certificate: file("cert.pem"), key: file("key.pem"),
      verifies: verifies)
  }

  private static func currentContext(in surroundings: Surroundings) -> String? {
    struct Configuration: Decodable { var currentContext: String? }
    guard let folder = surroundings.dockerFolder, let bytes = surroundings.read("\(folder)/config.json"),
      let name = (try? EngineJSON.decode(Configuration.self, from: bytes))?.currentContext
    else { return nil }
    return name.isEmpty ? nil : name
  }

  /// A context is stored under the SHA-256 of its name.
  private static func address(
    ofContext name: String, namedBy origin: String, in surroundings: Surroundings
  ) throws(BackendError) -> EngineAddress {
    struct Context: Decodable {
      struct Endpoint: Decodable {
        var host: String?
        var skipTLSVerify: Bool?
      }
      var endpoints: [String: Endpoint]?
    }
    let identifier = SHA256.hexDigest(of: name)
    guard let folder = surroundings.dockerFolder,
      let bytes = surroundings.read("\(folder)/contexts/meta/\(identifier)/meta.json")
    else {
      throw .unreachable("\(origin) names the Docker context '\(name)', which does not exist; see docker context ls")
    }
    guard let context = try? EngineJSON.decode(Context.self, from: bytes),
      let endpoint = context.endpoints?["docker"], let host = endpoint.host, !host.isEmpty
    else {
      throw .unreachable("the Docker context '\(name)' names no engine; see docker context inspect \(name)")
    }
    let certificates = "\(folder)/contexts/tls/\(identifier)/docker"
    var found: EngineAddress.TLS? = tls(in: certificates, verifies: endpoint.skipTLSVerify != true, surroundings)
    if found?.authority == nil, found?.certificate == nil, found?.key == nil, found?.verifies == true { found = nil }
    guard let address = EngineAddress(parsing: host, tls: found, origin: "context '\(name)'") else {
      throw .unreachable("the Docker context '\(name)' has the address '\(host)', which cannot be understood")
    }
    return address
  }
}
