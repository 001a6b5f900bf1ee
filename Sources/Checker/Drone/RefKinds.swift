import Diagnostics

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

extension RefKinds {
  /// What `refs/head/main`, `ref/tags/v1` or `/refs/heads/main` are meant to be: a pattern that begins almost as refs do.
  /// Nil where it begins as refs do, or where it cannot be told.
  static func correction(of pattern: String) -> String? {
    var parts = pattern.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts.first == "", parts.count > 1 { parts.removeFirst() }
    guard parts.count >= 2, parts[0] == "refs" || Suggestion.nearest(to: parts[0], among: ["refs"]) != nil else {
      return nil
    }
    let spaces = ["heads", "tags", "pull", "pull-requests", "merge-requests"]
    if !spaces.contains(parts[1]) {
      guard DronePattern.isLiteral(parts[1]), let nearest = Suggestion.nearest(to: parts[1], among: spaces) else {
        return nil
      }
      parts[1] = nearest
    }
    parts[0] = "refs"
    let right = parts.joined(separator: "/")
    return right == pattern ? nil : right
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
