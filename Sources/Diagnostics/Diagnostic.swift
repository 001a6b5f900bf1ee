/// What is wrong, where, and what to do about it.
public struct Diagnostic: Hashable, Sendable {
  /// How sure and how bad a finding is.
  public enum Severity: Int, Hashable, Sendable, Comparable, CaseIterable {
    /// Advice; shown only when asked for.
    case info
    /// Accepted by the real system, but it does not do what it says, or works only under a condition the file cannot show.
    case warning
    /// Rejected by the real system, or it cannot work.
    case error

    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

    /// The word used in every output format.
    public var name: String {
      switch self {
      case .info: "info"
      case .warning: "warning"
      case .error: "error"
      }
    }
  }

  /// A place with something to say about it.
  public struct Label: Hashable, Sendable {
    /// The place.
    public var span: Span
    /// What stands beside the carets; nil says nothing.
    public var text: String?

    public init(_ span: Span, _ text: String? = nil) {
      self.span = span
      self.text = text
    }
  }

  /// The rule that speaks.
  public var rule: RuleName
  /// How bad it is, as the rule has it or the user's settings.
  public var severity: Severity
  /// One clause without a full stop that stands alone.
  public var message: String
  /// The one place that the finding is about.
  public var primary: Label
  /// Further places, such as "first declared here".
  public var related: [Label]
  /// What to do, as one sentence or the text to type.
  public var help: String?
  /// Ways to mend it, best first.
  public var fixes: [Fix]
  /// Whether the text of the primary place is not to be shown, because it is a credential.
  public var isConfidential = false

  public init(
    rule: RuleName, severity: Severity, message: String, at span: Span, label: String? = nil, related: [Label] = [],
    help: String? = nil, fixes: [Fix] = []
  ) {
    self.rule = rule
    self.severity = severity
    self.message = message
    self.primary = Label(span, label)
    self.related = related
    self.help = help
    self.fixes = fixes
  }
}

/// The kebab-case name of a rule, such as `unknown-key`.
public struct RuleName: Hashable, Sendable, Comparable, ExpressibleByStringLiteral, CustomStringConvertible {
  /// The name as people write it.
  public let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: StaticString) { self.text = text.description }

  public var description: String { text }

  public static func < (left: Self, right: Self) -> Bool { left.text < right.text }
}

/// A change to the text that mends a finding.
public struct Fix: Hashable, Sendable {
  /// Whether applying it can change what the pipeline does.
  public enum Safety: String, Hashable, Sendable {
    /// The pipeline means what its author plainly meant.
    case safe
    /// It may mean something else; a person should look.
    case unsafe
    /// Shown only.
    case displayOnly = "display-only"
  }

  /// The replacement of one span by a text; an insertion has an empty span.
  public struct Edit: Hashable, Sendable {
    /// What is replaced.
    public var span: Span
    /// What stands there afterwards; may be empty.
    public var replacement: String

    public init(_ span: Span, _ replacement: String) {
      self.span = span
      self.replacement = replacement
    }
  }

  /// What applying it does, such as ``rename `comands` to `commands` ``.
  public var title: String
  /// Whether it may be applied unseen.
  public var safety: Safety
  /// Edits that do not overlap, in ascending order.
  public var edits: [Edit]

  public init(_ title: String, safety: Safety, edits: [Edit]) {
    self.title = title
    self.safety = safety
    self.edits = edits
  }
}

/// The sources of a run, by their identifiers.
public struct SourceSet: Sendable {
  /// Each at the position that its identifier says.
  public private(set) var sources: [Source] = []

  public init() {}

  /// - Precondition: Every source's identifier is its position.
  public init(_ sources: [Source]) {
    precondition(sources.indices.allSatisfy { sources[$0].id == SourceID(UInt32($0)) }, "sources are out of order")
    self.sources = sources
  }

  /// Adds a text and returns its source.
  public mutating func add(name: String, bytes: [UInt8]) -> Source {
    let source = Source(id: SourceID(UInt32(sources.count)), name: name, bytes: bytes)
    sources.append(source)
    return source
  }

  /// - Precondition: `id` was given out by this set.
  public subscript(id: SourceID) -> Source { sources[Int(id.index)] }
}

extension [Diagnostic] {
  /// In the order they are shown: by source, then place, then severity (worst first), then rule.
  public func inSourceOrder() -> [Diagnostic] {
    sorted { left, right in
      let a = left.primary.span
      let b = right.primary.span
      if a.source != b.source { return a.source < b.source }
      if a.start != b.start { return a.start < b.start }
      if a.end != b.end { return a.end < b.end }
      if left.severity != right.severity { return left.severity > right.severity }
      if left.rule != right.rule { return left.rule < right.rule }
      return left.message < right.message
    }
  }
}
