import Diagnostics
import REPL

/// The session of a conversation. A large file is read while the person already types; who needs what is in it waits.
final class HeldSession {
  /// A session that has read its file, and what is to be said about that.
  private struct Reading: Sendable {
    var session: Session
    var response: Response
  }

  private var known: Session
  private var reading: Later<Reading>?
  /// What is to be said of a file that was read meanwhile.
  private var news: Response?

  init(_ session: Session) { known = session }

  /// With its file read.
  var session: Session {
    get {
      settle()
      return known
    }
    set { known = newValue }
  }

  /// The prompt, for which nobody has to wait.
  var prompt: String { known.prompt }
  /// How answers look.
  var style: Style { known.style }

  /// Whether a line may be kept in a history.
  func mayRemember(_ line: String) -> Bool { known.mayRemember(line) }

  /// Reads a file while the conversation goes on.
  ///
  /// - Parameter around: finds what lies around the file.
  /// - Returns: what is said at once.
  func read(_ source: Source, around: @escaping @Sendable (Source) -> LoadedFile) -> Response {
    settle()
    let before = known
    reading = Later.begin {
      var copy = before
      let response = copy.take(around(source))
      copy.prepare()
      return Reading(session: copy, response: response)
    }
    return known.announce(source)
  }

  /// Waits until the file is read.
  ///
  /// - Parameter interruption: a descriptor that can be read when nobody wants to wait any more.
  /// - Returns: false where that happened.
  @discardableResult func settle(unless interruption: Int32 = -1) -> Bool {
    guard let reading else { return true }
    guard let done = reading.value(unless: interruption) else { return false }
    self.reading = nil
    known = done.session
    news = done.response
    return true
  }

  /// What was found out about a file that was read meanwhile, once.
  func takeNews() -> Response? {
    settle()
    defer { news = nil }
    return news
  }
}
