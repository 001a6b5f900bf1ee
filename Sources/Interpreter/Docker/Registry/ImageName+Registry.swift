import Expressions

/// What a pull needs to know of an image. A text that is no name of an image goes to the engine as it is: it says why.
extension ImageName {
  /// The host whose credentials the pull of an image takes.
  static func registryHost(of text: String) -> String {
    guard let host = ImageName(text)?.host, !host.isEmpty else { return "docker.io" }
    return RegistryCredential.host(of: host)
  }

  /// The parameters of the request that pulls an image.
  static func pullQuery(of text: String) -> String {
    guard let image = ImageName(text) else { return "fromImage=\(percentEncoded(text))" }
    let reference = image.digest ?? image.tag ?? "latest"
    return "fromImage=\(percentEncoded(image.name))&tag=\(percentEncoded(reference))"
  }
}
