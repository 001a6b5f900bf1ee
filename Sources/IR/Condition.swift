import Diagnostics

/// When something runs: clauses that must all hold.
public struct Condition: Hashable, Sendable {
  /// What a clause looks at.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    case action, branch, cron, event, instance, paths, ref, repo, status, target
  }

  /// One clause: an exclude pattern that matches refuses, then an include pattern that matches accepts; without any
  /// include, what is not refused is accepted.
  public struct Clause: Hashable, Sendable {
    /// What it looks at.
    public var subject: Subject
    /// The key, such as `branch`.
    public var keySpan: Span
    /// What the key has for a value.
    public var valueSpan: Span
    /// Patterns of which one must match, if there are any.
    public var include: [Text]
    /// Patterns of which none may match.
    public var exclude: [Text]
    /// What the decoder passes over in silence.
    public var dropped: [Dropped]

    public init(
      subject: Subject, keySpan: Span, valueSpan: Span, include: [Text] = [], exclude: [Text] = [],
      dropped: [Dropped] = []
    ) {
      self.subject = subject
      self.keySpan = keySpan
      self.valueSpan = valueSpan
      self.include = include
      self.exclude = exclude
      self.dropped = dropped
    }
  }

  /// A part of a clause that has no effect.
  public struct Dropped: Hashable, Sendable {
    /// Why the decoder passes it over.
    public enum Why: Hashable, Sendable {
      /// `include: x` or `exclude: x` where only a list counts.
      case scalarList(key: String)
      /// A key other than `include` and `exclude`.
      case unknownKey(String)
      /// A list or map as an item of a pattern list.
      case nestedItem
    }

    /// Why it has no effect.
    public var why: Why
    /// What has no effect.
    public var span: Span
    /// The text that was meant as a pattern, if it is one.
    public var text: String?

    public init(_ why: Why, at span: Span, text: String? = nil) {
      self.why = why
      self.span = span
      self.text = text
    }
  }

  /// In source order; a subject written twice keeps its last clause.
  public var clauses: [Clause]
  /// The whole mapping.
  public var span: Span

  public init(clauses: [Clause], span: Span) {
    self.clauses = clauses
    self.span = span
  }

  /// The clause that looks at `subject`.
  public subscript(subject: Subject) -> Clause? {
    clauses.first { $0.subject == subject }
  }
}
