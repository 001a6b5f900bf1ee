/// Something that can be written where the cursor is.
public struct Candidate: Hashable, Sendable {
  /// What it is.
  public enum Kind: String, Hashable, Sendable {
    case command, setting, step, variable, path, method, function, field, dialect, value
  }

  /// The whole word that takes the place of what is written so far.
  public var text: String
  /// The type of its value, or what it is in a word; shown beside it.
  public var type: String
  public var kind: Kind

  public init(_ text: String, type: String, kind: Kind) {
    self.text = text
    self.type = type
    self.kind = kind
  }
}

/// What can be written at a place of a line.
public struct LineCompletion: Hashable, Sendable {
  /// The UTF-8 range of the line that a candidate takes the place of.
  public var range: Range<Int>
  /// In the order in which they are offered.
  public var candidates: [Candidate]
  /// Whether names of files can stand there too, which only the caller knows.
  public var takesFiles: Bool
  /// What is written behind a chosen word: a space, or nothing where it goes on.
  public var suffix: String

  public init(range: Range<Int>, candidates: [Candidate] = [], takesFiles: Bool = false, suffix: String = "") {
    self.range = range
    self.candidates = candidates
    self.takesFiles = takesFiles
    self.suffix = suffix
  }
}
