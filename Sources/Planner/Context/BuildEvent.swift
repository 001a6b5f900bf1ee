/// What started a build.
///
/// Drone compares events as text, so that one it does not know is kept: it matches nothing but itself.
public struct BuildEvent: Hashable, Sendable, CustomStringConvertible {
  /// The word that conditions compare, such as `push`; empty when none is given.
  public let text: String

  public init(_ text: String) { self.text = text }

  /// A commit arrived on a branch.
  public static let push = BuildEvent("push")
  /// A pull request was opened or got new commits.
  public static let pullRequest = BuildEvent("pull_request")
  /// A tag was made.
  public static let tag = BuildEvent("tag")
  /// Somebody deploys a build.
  public static let promote = BuildEvent("promote")
  /// Somebody deploys an earlier build again.
  public static let rollback = BuildEvent("rollback")
  /// It was time.
  public static let cron = BuildEvent("cron")
  /// Somebody started a build by hand.
  public static let custom = BuildEvent("custom")

  /// All that a Drone server creates.
  public static let known: [BuildEvent] = [.push, .pullRequest, .tag, .promote, .rollback, .cron, .custom]

  public var description: String { text }
}
