import Diagnostics

/// Why a document could not be read.
public struct SyntaxError: Hashable, Sendable {
  /// Which part of the reader refused the text.
  public enum Kind: Sendable, Hashable {
    /// The bytes are no text: invalid UTF-8, a control character.
    case reader
    /// No token can be made of the characters.
    case scanner
    /// The tokens stand in an order that means nothing.
    case parser
    /// An alias has no anchor, or leads to itself.
    case composer
    /// One of `Limits` was passed.
    case limit
  }

  /// libyaml's words, such as `did not find expected key`; go-yaml, a port of it, says the same.
  public var problem: String
  /// What was being read, in libyaml's words, such as `while parsing a block mapping`.
  public var context: String?
  /// The character that was not expected; empty at the end of the text.
  public var span: Span
  /// Where the thing named by `context` begins.
  public var contextSpan: Span?
  /// What is wrong.
  public var kind: Kind
  /// The line of the problem, counted from 0 at the start of the document's range; 0 where the reader names no line.
  public var line: Int
  /// The line of the context, counted likewise.
  public var contextLine: Int

  public init(
    problem: String, context: String? = nil, span: Span, contextSpan: Span? = nil, kind: Kind, line: Int = 0,
    contextLine: Int = 0
  ) {
    self.problem = problem
    self.context = context
    self.span = span
    self.contextSpan = contextSpan
    self.kind = kind
    self.line = line
    self.contextLine = contextLine
  }
}

extension SyntaxError {
  /// The error as go-yaml v2 prints it, such as `yaml: line 3: did not find expected key`.
  ///
  /// Versions before 2.2 count the line from 0; later ones count it from 1 for the kind `scanner` only. Where the line
  /// is 0 they name the context's line, and where that is 0, too, none.
  public func goYAMLText(scannerLinesFromOne: Bool = false) -> String {
    let number = line == 0 ? contextLine : scannerLinesFromOne && kind == .scanner ? line + 1 : line
    return "yaml: " + (number == 0 ? "" : "line \(number): ") + problem
  }
}
