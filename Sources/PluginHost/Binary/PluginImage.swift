import FoundationEssentials

/// Plugins that lie in a registry of images: one layer of the image is the program.
enum PluginImage {
  /// An `oci://host/path[:tag][@digest]`.
  struct Reference: Hashable, Sendable {
    var host: String
    var path: String
    /// A tag or a digest; `latest` where neither was said, and the digest where both were.
    var version: String

    init(_ url: String) throws(DownloadFailure) {
      let rest = url.dropFirst("oci://".count)
      guard let slash = rest.firstIndex(of: "/") else { throw DownloadFailure("it names no image") }
      host = String(rest[..<slash])
      var name = rest[rest.index(after: slash)...]
      var digest: Substring?
      if let at = name.firstIndex(of: "@") {
        digest = name[name.index(after: at)...]
        name = name[..<at]
      }
      var tag: Substring = "latest"
      if let colon = name.lastIndex(of: ":") {
        tag = name[name.index(after: colon)...]
        name = name[..<colon]
      }
      path = String(name)
      version = String(digest ?? tag)
      guard !host.isEmpty, !path.isEmpty, !version.isEmpty else { throw DownloadFailure("it names no image") }
    }
  }

  /// What a registry says of an image: its layers, or the images it has for each platform.
  struct Manifest: Decodable, Hashable, Sendable {
    struct Part: Decodable, Hashable, Sendable {
      struct Platform: Decodable, Hashable, Sendable {
        var os: String?
        var architecture: String?
      }

      var mediaType: String?
      var digest: String
      var platform: Platform?
    }

    var layers: [Part]?
    var manifests: [Part]?
  }

  static let layerType = "application/vnd.pipecd.piped.plugin"
  private static let accepted = [
    "application/vnd.oci.image.index.v1+json", "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.docker.distribution.manifest.v2+json",
  ]

  /// Fetches the program out of an image.
  static func download(_ url: String, with client: Download, to path: String) async throws(DownloadFailure) {
    let reference = try Reference(url)
    let base = "https://\(reference.host)/v2/\(reference.path)"
    let accept = "Accept: \(accepted.joined(separator: ", "))"
    var (manifest, headers) = try await self.manifest(base, reference.version, [accept], with: client, near: path)
    if let platforms = manifest.manifests {
      guard let image = choose(platforms) else { throw DownloadFailure("the image has no linux/\(architecture)") }
      (manifest, headers) = try await self.manifest(base, image.digest, headers, with: client, near: path)
    }
    guard let layer = manifest.layers?.first(where: { $0.mediaType == layerType }) else {
      throw DownloadFailure("the image has no layer of the type \(layerType)")
    }
    headers.removeAll { $0 == accept }
    try await client.file("\(base)/blobs/\(layer.digest)", headers: headers, to: path)
    try await Digest.check(path, layer.digest)
  }

  /// The image for this machine.
  static func choose(_ platforms: [Manifest.Part]) -> Manifest.Part? {
    platforms.first { $0.platform?.os == "linux" && $0.platform?.architecture == architecture }
  }

  /// A manifest, and the headers with which the registry gave it.
  ///
  /// - Parameters:
  ///   - version: a tag, or a digest, which is then checked.
  ///   - path: where there is room for a file of the same name and more.
  private static func manifest(
    _ base: String, _ version: String, _ headers: [String], with client: Download, near path: String
  ) async throws(DownloadFailure) -> (Manifest, [String]) {
    var headers = headers
    let url = "\(base)/manifests/\(version)"
    var answer = try await client.get(url, headers: headers)
    if answer.status == 401, let challenge = answer.headers["www-authenticate"] {
      headers.removeAll { $0.hasPrefix("Authorization:") }
      headers.append("Authorization: Bearer \(try await token(challenge, with: client))")
      answer = try await client.get(url, headers: headers)
    }
    guard answer.status != 404 else { throw DownloadFailure("the registry has no such image") }
    guard answer.status == 200 else { throw DownloadFailure("the registry answers with status \(answer.status)") }
    if version.contains(":") { try await Digest.check(answer.body, version, near: path) }
    guard let manifest = try? JSONDecoder().decode(Manifest.self, from: Data(answer.body)) else {
      throw DownloadFailure("the registry answers with no manifest")
    }
    return (manifest, headers)
  }

  /// What opens a registry to everybody, from where it says that it is given.
  private static func token(_ challenge: String, with client: Download) async throws(DownloadFailure) -> String {
    struct Token: Decodable {
      var token: String?
      var accessToken: String?

      enum CodingKeys: String, CodingKey {
        case token
        case accessToken = "access_token"
      }
    }
    guard let url = tokenURL(challenge) else { throw DownloadFailure("the registry wants a password") }
    let answer = try await client.get(url)
    guard answer.status == 200, let token = try? JSONDecoder().decode(Token.self, from: Data(answer.body)),
      let text = token.token ?? token.accessToken
    else { throw DownloadFailure("the registry gives no access to everybody") }
    return text
  }

  /// The address in a `WWW-Authenticate: Bearer realm="…",service="…",scope="…"`.
  static func tokenURL(_ challenge: String) -> String? {
    guard challenge.lowercased().hasPrefix("bearer ") else { return nil }
    var fields: [String: String] = [:]
    var rest = challenge.dropFirst("bearer ".count)
    while let equals = rest.firstIndex(of: "=") {
      let name = rest[..<equals].filter { $0.isLetter }.lowercased()
      rest = rest[rest.index(after: equals)...]
      guard rest.first == "\"" else { return nil }
      rest = rest.dropFirst()
      guard let end = rest.firstIndex(of: "\"") else { return nil }
      fields[name] = String(rest[..<end])
      rest = rest[rest.index(after: end)...]
    }
    guard let realm = fields["realm"] else { return nil }
    let query = ["service", "scope"].compactMap { name in fields[name].map { "\(name)=\(escaped($0))" } }
    return query.isEmpty ? realm : "\(realm)?\(query.joined(separator: "&"))"
  }

  /// A text as part of a query.
  private static func escaped(_ text: String) -> String {
    text.utf8.map { byte in
      let character = Character(UnicodeScalar(byte))
      if byte < 0x80, character.isLetter || character.isNumber || "-._~:/,".contains(character) {
        return String(character)
      }
      return "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }.joined()
  }

  #if arch(arm64)
    static let architecture = "arm64"
  #else
    static let architecture = "amd64"
  #endif
}
