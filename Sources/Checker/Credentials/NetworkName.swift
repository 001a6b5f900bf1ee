/// Names of machines.
enum NetworkName {
  private static let privateSuffixes = [".local", ".internal", ".lan", ".svc", ".localdomain", ".localhost", ".test"]

  /// Whether a name leads out of the pipeline's own network: services have names without dots.
  static func isElsewhere(_ host: some StringProtocol) -> Bool {
    guard host.contains("."), !host.contains("$"), !host.contains("<") else { return false }
    if host.hasPrefix("127.") || host.hasPrefix("10.") || host.hasPrefix("192.168.") || host.hasPrefix("172.")
      || host.hasPrefix("169.254.") || host.hasPrefix("0.")
    {
      return false
    }
    return !privateSuffixes.contains { host.hasSuffix($0) }
  }
}
