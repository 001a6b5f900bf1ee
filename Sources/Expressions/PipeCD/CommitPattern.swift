/// A regular expression that commit messages are held against, as Go reads it.
public struct CommitPattern: Hashable, Sendable {
  /// What a message made of a pattern.
  public enum Verdict: Hashable, Sendable {
    case matches
    case differs
    /// Go refuses the pattern, or it takes too long.
    case unreadable
  }

  /// The pattern as written.
  public var pattern: String

  public init(_ pattern: String) { self.pattern = pattern }

  /// Looks for the pattern anywhere in a message.
  public func verdict(on message: String) -> Verdict {
    guard !needsBacktracking else { return .unreadable }
    // Go writes named groups with a `P`.
    let translated = pattern.split(separator: "(?P<", omittingEmptySubsequences: false).joined(separator: "(?<")
    do throws(JexlFault) {
      let found = try JavaPattern(translated).first(in: Array(message.utf8), from: 0)
      return found == nil ? .differs : .matches
    } catch {
      return .unreadable
    }
  }

  /// Whether it looks around or refers back, which Go does not.
  private var needsBacktracking: Bool {
    if ["(?=", "(?!", "(?<=", "(?<!", "(?>"].contains(where: pattern.contains) { return true }
    var isEscaped = false
    for byte in pattern.utf8 {
      if isEscaped, (UInt8(ascii: "1")...UInt8(ascii: "9")).contains(byte) { return true }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return false
  }
}
