import Expressions

/// A pattern for paths in a configuration, as `.gitignore` has them: `*` and `?` stay within one name, `**` stands for any
/// folders, a pattern without a slash is about names in any folder, and a folder stands for all that is in it.
public struct PathPattern: Hashable, Sendable {
  /// As it is written.
  public let text: String
  private let globs: [Glob]

  /// Why a text is no pattern.
  public enum Mistake: Hashable, Sendable {
    case empty, negated, outside, malformed
  }

  private init(_ text: String, globs: [Glob]) {
    self.text = text
    self.globs = globs
  }

  /// Reads a pattern.
  public static func read(_ text: String) -> Result<PathPattern, PatternError> {
    if text.hasPrefix("!") { return .failure(PatternError(.negated)) }
    var pattern = text[...]
    while pattern.hasPrefix("./") { pattern = pattern.dropFirst(2) }
    let isAnchored = pattern.dropLast().contains("/")
    while pattern.hasPrefix("/") { pattern = pattern.dropFirst() }
    while pattern.hasSuffix("/") { pattern = pattern.dropLast() }
    if pattern.isEmpty { return .failure(PatternError(.empty)) }
    if pattern == ".." || pattern.hasPrefix("../") { return .failure(PatternError(.outside)) }
    if pattern == "." { pattern = "**" }
    let start = isAnchored || pattern == "**" ? String(pattern) : "**/" + pattern
    let globs = [Glob(start), Glob(start + "/**")]
    if globs[0].isMalformed { return .failure(PatternError(.malformed)) }
    return .success(PathPattern(text, globs: globs))
  }

  /// Whether it is about a file.
  ///
  /// - Parameter path: relative to the folder that the pattern counts from, `/` between names.
  public func matches(_ path: String) -> Bool { globs.contains { $0.matches(path) } }
}

/// Why a text is no pattern.
public struct PatternError: Error, Hashable, Sendable {
  public var mistake: PathPattern.Mistake

  init(_ mistake: PathPattern.Mistake) { self.mistake = mistake }
}
