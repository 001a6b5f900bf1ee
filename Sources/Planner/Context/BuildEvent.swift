/// What started a build.
///
/// Drone compares events as text, so that one it does not know is kept: it matches nothing but itself.
public struct BuildEvent: Hashable, Sendable, CustomStringConvertible {
  /// The word that conditions compare, such as `push`; empty when none is given.
  public let text: String

  public init(_ text: String) { self.text = text }

  public static let push = BuildEvent("push")
  public static let pullRequest = BuildEvent("pull_request")
  public static let tag = BuildEvent("tag")
  public static let promote = BuildEvent("promote")
  public static let rollback = BuildEvent("rollback")
  public static let cron = BuildEvent("cron")
  public static let custom = BuildEvent("custom")

  /// All that a Drone server creates.
  public static let known: [BuildEvent] = [.push, .pullRequest, .tag, .promote, .rollback, .cron, .custom]

  public var description: String { text }
}
