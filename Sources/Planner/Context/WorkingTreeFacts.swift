/// What a git working tree tells about the build that its owner most likely has in mind; nil is unknown.
public struct WorkingTreeFacts: Hashable, Sendable {
  /// The branch that is checked out.
  public var branch: String?
  /// A tag that points at the commit.
  public var tag: String?
  /// The hash of the commit.
  public var sha: String?
  /// The hash of its first parent.
  public var parentSHA: String?
  /// Its whole message.
  public var message: String?
  /// Who wrote it.
  public var authorName: String?
  /// The author's address.
  public var authorEmail: String?
  /// The URL of the remote that the branch follows, else of `origin`.
  public var remoteURL: String?
  /// The branch that the remote calls its head.
  public var defaultBranch: String?

  public init() {}
}

/// A remote's URL taken apart.
public struct RemoteURL: Hashable, Sendable {
  /// Without user and port; empty for a path.
  public var host: String
  /// `owner/name`, without `.git`; forges with deeper groups keep them all.
  public var slug: String

  /// Understands `https://host/owner/name.git`, `ssh://git@host:22/owner/name`, `git@host:owner/name` and paths, of
  /// which the last two parts count.
  public init?(_ text: String) {
    var rest = Substring(text)
    while rest.hasSuffix("/") { rest = rest.dropLast() }
    if rest.hasSuffix(".git") { rest = rest.dropLast(4) }
    var host = Substring()
    if let scheme = rest.firstRange(of: "://") {
      let kind = rest[..<scheme.lowerBound]
      rest = rest[scheme.upperBound...]
      if kind != "file" {
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        host = rest[..<slash]
        rest = rest[slash...]
      }
    } else if let colon = rest.firstIndex(of: ":"), !rest[..<colon].contains("/") {
      host = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    if let at = host.lastIndex(of: "@") { host = host[host.index(after: at)...] }
    if let colon = host.lastIndex(of: ":") { host = host[..<colon] }
    var parts = rest.split(separator: "/")
    if host.isEmpty { parts = parts.suffix(2) }
    guard parts.count >= 2 else { return nil }
    self.host = String(host)
    self.slug = parts.joined(separator: "/")
  }
}
