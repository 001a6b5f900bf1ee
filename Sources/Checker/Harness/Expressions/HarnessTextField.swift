import Diagnostics
import IR

/// A text of a file in which expressions may stand, and what Harness does with it.
///
/// Named after what the user sees: the field of a form, the value of a key.
public struct HarnessTextField: Sendable {
  /// What is done with the text.
  public enum Use: Hashable, Sendable {
    /// Each `<+…>` is replaced by what it gives.
    case rendered
    /// All of it is one expression.
    case evaluated
  }

  /// The text.
  public var text: Text
  public var use: Use
  public var position: HarnessPosition
  /// The key that leads to it, or to the list that it is in.
  public var key: String

  /// Whether a shell reads it.
  public var isScript: Bool { Self.scriptKeys.contains(key) }
  private static let scriptKeys: Set<String> = ["command", "script", "preCommand", "postCommand"]
}
