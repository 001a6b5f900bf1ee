/// Patterns of files as PipeCD reads them in `paths`, `ignores` and `skipOn`: globs as in `.dockerignore`, relative to the
/// repository. `*` and `?` stay within a segment, `**` does not, and a folder stands for all that is below it.
public struct PathPatterns: Hashable, Sendable {
  /// Why a pattern cannot be used.
  public struct Failure: Error, Hashable, Sendable {
    /// Its place in the list.
    public var index: Int
    /// The words of the real library.
    public var message: String
  }

  /// A part of a pattern.
  private enum Part: Hashable, Sendable {
    case literal(Unicode.Scalar)
    /// `?`
    case one
    /// `*`
    case segment
    /// `**` at the end.
    case rest
    /// `**/`: any number of folders, or none.
    case folders
    /// `[…]`
    case set([ClosedRange<UInt32>], isNegated: Bool)
  }

  private var inclusions: [[Part]] = []
  private var exclusions: [[Part]] = []

  /// Reads patterns; blank ones are passed over.
  public init(_ patterns: [String]) throws(Failure) {
    for (index, pattern) in patterns.enumerated() {
      var text = Self.trimmed(pattern)
      guard !text.isEmpty else { continue }
      text = Self.cleaned(text)
      let isExclusion = text.hasPrefix("!")
      if isExclusion {
        text = String(text.dropFirst())
        guard !text.isEmpty else { throw Failure(index: index, message: #"illegal exclusion pattern: "!""#) }
      }
      guard let parts = Self.parts(text) else { throw Failure(index: index, message: "syntax error in pattern") }
      if isExclusion { exclusions.append(parts) } else { inclusions.append(parts) }
    }
  }

  /// Whether there is nothing that could match.
  public var isEmpty: Bool { inclusions.isEmpty }

  /// Whether a file matches: one of the patterns, and none of those with `!`, wherever they stand.
  public func matches(_ path: String) -> Bool {
    let scalars = Array(Self.cleaned(path).unicodeScalars)
    return inclusions.contains { Self.matches($0, scalars) } && !exclusions.contains { Self.matches($0, scalars) }
  }

  /// The first of some files that matches.
  public func first(of paths: [String]) -> String? { paths.first(where: matches) }

  // MARK: Reading

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    let head = scalars.drop { $0.properties.isWhitespace }
    return String(String.UnicodeScalarView(head.reversed().drop { $0.properties.isWhitespace }.reversed()))
  }

  /// The path without empty segments, `.` and `..`, as Go cleans it.
  private static func cleaned(_ path: String) -> String {
    let isRooted = path.hasPrefix("/")
    var segments: [Substring] = []
    for segment in path.split(separator: "/") where segment != "." {
      if segment == "..", let last = segments.last, last != ".." {
        segments.removeLast()
      } else if segment != ".." || !isRooted {
        segments.append(segment)
      }
    }
    let text = segments.joined(separator: "/")
    if isRooted { return "/" + text }
    return text.isEmpty ? "." : text
  }

  private static func parts(_ pattern: String) -> [Part]? {
    let scalars = Array(pattern.unicodeScalars)
    var parts: [Part] = []
    var index = 0
    while index < scalars.count {
      let scalar = scalars[index]
      index += 1
      switch scalar {
      case "*":
        guard index < scalars.count, scalars[index] == "*" else {
          if parts.last != .segment { parts.append(.segment) }
          continue
        }
        index += 1
        if index < scalars.count, scalars[index] == "/" { index += 1 }
        parts.append(index < scalars.count ? .folders : .rest)
      case "?": parts.append(.one)
      case "[":
        guard let set = set(scalars, &index) else { return nil }
        parts.append(set)
      case "\\":
        guard index < scalars.count else { return nil }
        parts.append(.literal(scalars[index]))
        index += 1
      default: parts.append(.literal(scalar))
      }
    }
    return parts
  }

  /// What stands between brackets, from behind the first one.
  private static func set(_ scalars: [Unicode.Scalar], _ index: inout Int) -> Part? {
    let isNegated = index < scalars.count && scalars[index] == "^"
    if isNegated { index += 1 }
    var ranges: [ClosedRange<UInt32>] = []
    func next() -> UInt32? {
      guard index < scalars.count else { return nil }
      if scalars[index] == "\\" { index += 1 }
      guard index < scalars.count else { return nil }
      index += 1
      return scalars[index - 1].value
    }
    while true {
      guard index < scalars.count else { return nil }
      if scalars[index] == "]", !ranges.isEmpty {
        index += 1
        return .set(ranges, isNegated: isNegated)
      }
      guard scalars[index] != "]", scalars[index] != "-", let low = next() else { return nil }
      guard index < scalars.count, scalars[index] == "-" else {
        ranges.append(low...low)
        continue
      }
      index += 1
      guard index < scalars.count, scalars[index] != "]", scalars[index] != "-", let high = next(), low <= high else {
        return nil
      }
      ranges.append(low...high)
    }
  }

  // MARK: Matching

  /// Follows all ways at once, so that the work is at most the product of both lengths.
  private static func matches(_ parts: [Part], _ path: [Unicode.Scalar]) -> Bool {
    let end = parts.count
    var states = [Bool](repeating: false, count: end + 1)
    states[0] = true
    // Where `**/` has begun and not yet come to a slash.
    var inFolders = [Bool](repeating: false, count: end + 1)
    close(&states, parts)
    for scalar in path {
      // A folder that matches stands for all that is below it.
      if scalar == "/", states[end] { return true }
      var next = [Bool](repeating: false, count: end + 1)
      var nextInFolders = [Bool](repeating: false, count: end + 1)
      for (index, part) in parts.enumerated() where states[index] || inFolders[index] {
        switch part {
        case .literal(let wanted): if wanted == scalar { next[index + 1] = true }
        case .one: if scalar != "/" { next[index + 1] = true }
        case .segment: if scalar != "/" { next[index] = true }
        case .rest: next[index] = true
        case .folders:
          nextInFolders[index] = true
          if scalar == "/" { next[index + 1] = true }
        case .set(let ranges, let isNegated):
          if ranges.contains(where: { $0.contains(scalar.value) }) != isNegated { next[index + 1] = true }
        }
      }
      states = next
      inFolders = nextInFolders
      close(&states, parts)
    }
    return states[end]
  }

  /// Adds what can be reached without a character.
  private static func close(_ states: inout [Bool], _ parts: [Part]) {
    for (index, part) in parts.enumerated() where states[index] {
      switch part {
      case .segment, .rest, .folders: states[index + 1] = true
      case .literal, .one, .set: break
      }
    }
  }
}
