import Expressions

/// The images that the docker runner starts privileged on its own.
enum PrivilegedPlugins {
  private static let names: Set<String> = [
    "plugins/docker", "plugins/acr", "plugins/ecr", "plugins/gcr", "plugins/heroku", "plugins/gar",
  ]

  /// Environment variables that take the privilege away.
  static let restrictedVariables: Set<String> = ["XDG_RUNTIME_DIR", "DOCKER_OPTS", "DOCKER_HOST", "PATH", "HOME"]

  /// Whether an image, its tag aside, is one of them.
  static func contains(_ image: String) -> Bool {
    // Almost all images are none of these.
    guard let first = image.utf8.first, [UInt8(ascii: "p"), UInt8(ascii: "d"), UInt8(ascii: "i")].contains(first) else {
      return false
    }
    var name = image[...]
    for host in ["docker.io/", "index.docker.io/"] where name.hasPrefix(host) { name = name.dropFirst(host.count) }
    guard name.hasPrefix("plugins/") else { return false }
    if let end = name.utf8.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "@") }) {
      name = name[..<end]
    }
    return names.contains(String(name))
  }
}
