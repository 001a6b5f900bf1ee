/// What started a build.
///
/// Drone compares events as text, so that one it does not know is kept: it matches nothing but itself.
public struct Event: Hashable, Sendable, CustomStringConvertible {
  /// The word that conditions compare, such as `push`; empty when none is given.
  public let text: String

  public init(_ text: String) { self.text = text }

  public static let push = Event("push")
  public static let pullRequest = Event("pull_request")
  public static let tag = Event("tag")
  public static let promote = Event("promote")
  public static let rollback = Event("rollback")
  public static let cron = Event("cron")
  public static let custom = Event("custom")

  /// All that a Drone server creates.
  public static let known: [Event] = [.push, .pullRequest, .tag, .promote, .rollback, .cron, .custom]

  public var description: String { text }
}
