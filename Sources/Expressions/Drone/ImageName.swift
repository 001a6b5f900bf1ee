/// The name of a container image, normalised by the rules of Docker's distribution library 2.7.
public struct ImageName: Hashable, Sendable {
  /// The registry, with its port; `docker.io` where none is written. Empty where the first part looks like a host
  /// (it contains a dot) but is none, such as `my_host.x/image`.
  public var host: String
  /// The path on the registry, such as `library/alpine`.
  public var repository: String
  /// The part after the colon; nil where none is written.
  public var tag: String?
  /// Algorithm and digits, such as `sha256:…`.
  public var digest: String?

  /// Reads and normalises a name. Returns nil for what the library rejects, and for a bare digest.
  public init?(_ text: String) {
    guard !ImageNameSyntax.isIdentifier(text), !ImageNameSyntax.isDigest(text) else { return nil }
    var (host, rest) = Self.split(text)
    guard !rest.isEmpty else { return nil }
    let path = rest.prefix { $0 != ":" }
    guard path.lowercased() == path else { return nil }
    if let at = rest.firstIndex(of: "@") {
      let digest = String(rest[rest.index(after: at)...])
      guard ImageNameSyntax.isDigest(digest) else { return nil }
      self.digest = digest
      rest = rest[..<at]
    }
    if let colon = rest.firstIndex(of: ":") {
      let tag = String(rest[rest.index(after: colon)...])
      guard ImageNameSyntax.isTag(tag) else { return nil }
      self.tag = tag
      rest = rest[..<colon]
    }
    var repository = String(rest)
    if !ImageNameSyntax.isHost(host) {
      repository = host + "/" + repository
      host = ""
    }
    guard ImageNameSyntax.isPath(repository) else { return nil }
    self.host = host
    self.repository = repository
    guard name.utf8.count <= 255 else { return nil }
  }

  /// Host and repository without tag and digest.
  public var name: String { host.isEmpty ? repository : host + "/" + repository }

  /// The full name, as it is handed to the engine.
  public var canonical: String {
    name + (tag.map { ":" + $0 } ?? "") + (digest.map { "@" + $0 } ?? "")
  }

  /// The full name with `:latest` where neither tag nor digest is given. What cannot be read passes through verbatim.
  public static func expand(_ text: String) -> String {
    guard var image = ImageName(text) else { return text }
    if image.tag == nil, image.digest == nil { image.tag = "latest" }
    return image.canonical
  }

  /// The name as people write it: without tag and digest, and without what the default registry adds.
  public static func trim(_ text: String) -> String {
    guard let image = ImageName(text) else { return text }
    guard image.host == "docker.io" else { return image.name }
    let parts = image.repository.split(separator: "/", omittingEmptySubsequences: false)
    return parts.count == 2 && parts[0] == "library" ? String(parts[1]) : image.repository
  }

  /// Whether two names mean the same repository, whatever their tags; the comparison behind privileged defaults.
  public static func isSameRepository(_ left: String, _ right: String) -> Bool { trim(left) == trim(right) }

  /// Whether the expanded name ends in `:latest`, so that the default is to pull it always.
  public static func isLatest(_ text: String) -> Bool { expand(text).hasSuffix(":latest") }

  /// Whether the credentials of a registry are meant for this image. The registry is a host or an `http(s)` address;
  /// `index.docker.io` is `docker.io`.
  public func isServed(by registry: String) -> Bool {
    var address = registry == "index.docker.io" ? "docker.io" : registry[...]
    for scheme in ["http://", "https://"] where address.hasPrefix(scheme) {
      address = address.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
      if let at = address.lastIndex(of: "@") { address = address[address.index(after: at)...] }
      break
    }
    return address == host
  }

  private static func split(_ text: String) -> (host: String, rest: Substring) {
    var host = "docker.io"
    var rest = text[...]
    if let slash = text.firstIndex(of: "/") {
      let first = text[..<slash]
      if first == "localhost" || first.utf8.contains(where: { $0 == 0x2E || $0 == 0x3A }) {
        host = String(first)
        rest = text[text.index(after: slash)...]
      }
    }
    if host == "index.docker.io" { host = "docker.io" }
    if host == "docker.io", !rest.isEmpty, !rest.utf8.contains(0x2F) { rest = "library/" + rest }
    return (host, rest)
  }
}
