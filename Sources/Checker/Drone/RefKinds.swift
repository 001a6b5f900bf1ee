/// The kinds of refs that builds have.
struct RefKinds: OptionSet {
  var rawValue: UInt8

  static let heads = RefKinds(rawValue: 1)
  static let tags = RefKinds(rawValue: 2)
  static let pulls = RefKinds(rawValue: 4)
  static let all: RefKinds = [.heads, .tags, .pulls]

  init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The kinds that a pattern can match, judged by how it begins; all where that does not tell.
  init(of pattern: String) {
    if pattern.hasPrefix("refs/heads/") {
      self = .heads
    } else if pattern.hasPrefix("refs/tags/") {
      self = .tags
    } else if pattern.hasPrefix("refs/pull/") || pattern.hasPrefix("refs/pull-requests/")
      || pattern.hasPrefix("refs/merge-requests/")
    {
      self = .pulls
    } else {
      self = .all
    }
  }
}

extension BuildEvents {
  /// The refs that builds of these events can have.
  var refKinds: RefKinds {
    var kinds: RefKinds = []
    if contains(.push) { kinds.insert(.heads) }
    if contains(.tag) { kinds.insert(.tags) }
    if contains(.pullRequest) { kinds.insert(.pulls) }
    // The others carry whatever ref they were started for.
    if !isDisjoint(with: [.promote, .rollback, .cron, .custom]) { kinds = .all }
    return kinds
  }
}
