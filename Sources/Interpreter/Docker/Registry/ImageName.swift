/// An image reference taken apart: `repository[:tag][@digest]`.
struct ImageName: Hashable, Sendable {
  var repository: String
  var tag: String?
  var digest: String?

  /// Any text is some reference; whether it is a good one is for the engine to say.
  init(_ text: String) {
    var rest = text[...]
    if let at = rest.lastIndex(of: "@") {
      digest = String(rest[rest.index(after: at)...])
      rest = rest[..<at]
    }
    if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      tag = String(rest[rest.index(after: colon)...])
      rest = rest[..<colon]
    }
    repository = String(rest)
  }

  /// The registry that the image comes from; `docker.io` unless the first part of the name looks like a host.
  var registryHost: String {
    guard let slash = repository.firstIndex(of: "/") else { return "docker.io" }
    let first = repository[..<slash]
    guard first.contains(".") || first.contains(":") || first == "localhost" else { return "docker.io" }
    return RegistryCredential.host(of: String(first))
  }

  /// Whether the newest image of that name is meant: `:latest`, or nothing at all.
  var isLatest: Bool { digest == nil && (tag == nil || tag == "latest") }
}
