import Diagnostics
import Expressions

/// What came of evaluating a text: what `pipec eval` prints and the session shows.
public struct Evaluation: Sendable {
  /// What the text became.
  public enum Result: Sendable {
    /// A text, in bytes: what Drone cuts out of a value need not be UTF-8.
    case bytes([UInt8])
    /// A text in which secrets and what only a run can know have their places.
    case pieces([RenderedPiece])
    /// A value of the expression language.
    case value(JexlValue)
    /// The real system fails here; the places are in the text.
    case failure(Problem)
  }

  /// What is wrong with a text, or what it lacks.
  public struct Problem: Hashable, Sendable {
    /// What findings about it are called.
    public var rule: RuleName
    public var severity: Diagnostic.Severity
    /// One clause.
    public var message: String
    /// What to write instead.
    public var help: String?
    /// The UTF-8 range in the text.
    public var range: Range<Int>

    public init(
      _ rule: RuleName, _ message: String, at range: Range<Int>, help: String? = nil,
      severity: Diagnostic.Severity = .error
    ) {
      self.rule = rule
      self.severity = severity
      self.message = message
      self.help = help
      self.range = range
    }

    /// The finding, in a source whose text begins `offset` bytes before that which was evaluated.
    public func diagnostic(in source: SourceID, offset: Int = 0) -> Diagnostic {
      let start = UInt32(clamping: range.lowerBound + offset)
      let end = max(start, UInt32(clamping: range.upperBound + offset))
      return Diagnostic(
        rule: rule, severity: severity, message: message, at: Span(source, start, end), help: help)
    }
  }

  public var result: Result
  /// What the real system accepts and does not do; further failures where several are found at once.
  public var remarks: [Problem]

  init(_ result: Result, remarks: [Problem] = []) {
    self.result = result
    self.remarks = remarks
  }

  /// Why the real system fails; nil where it does not.
  public var failure: Problem? {
    if case .failure(let problem) = result { problem } else { nil }
  }

  /// The text that the real system would write, in UTF-8 except where Drone cuts characters; secrets stand as expressions.
  /// nil after a failure.
  public var text: [UInt8]? {
    switch result {
    case .bytes(let bytes): bytes
    case .pieces(let pieces): Array(Self.text(of: pieces).utf8)
    case .value(.string(let text)): Array(Self.text(of: SecretToken.pieces(of: text)).utf8)
    case .value(let value): Array(value.renderedText.utf8)
    case .failure: nil
    }
  }

  /// The value as `{"type", "value"}`; nil after a failure.
  public var json: String? {
    var json = JSONWriter()
    switch result {
    case .failure: return nil
    case .value(let value) where value.text == nil:
      json.object {
        $0.member("type", JexlType(of: value).rawValue)
        $0.member("value") { Self.write(value, to: &$0) }
      }
    case .bytes, .pieces, .value:
      json.object {
        $0.member("type", "string")
        $0.member("value", String(decoding: text ?? [], as: UTF8.self))
      }
    }
    return json.text
  }

  /// The word for the kind of value.
  public var typeName: String {
    if case .value(let value) = result { return JexlType(of: value).rawValue }
    return "string"
  }

  private static func text(of pieces: [RenderedPiece]) -> String {
    pieces.map { piece in
      switch piece {
      case .literal(let literal): literal
      case .secret(let name): "<+secrets.getValue(\"\(name)\")>"
      case .deferred(let expression): expression
      }
    }.joined()
  }

  private static func write(_ value: JexlValue, to json: inout JSONWriter) {
    switch value {
    case .null, .function, .functor: json.null()
    case .boolean(let flag): json.bool(flag)
    case .integer(let number): json.integer(number)
    case .long(let number): json.integer(number)
    case .double(let number) where number.isFinite: json.number(number)
    case .float(let number) where number.isFinite: json.number(Double(number))
    case .list(let elements), .set(let elements): json.array(elements) { write($1, to: &$0) }
    case .array(let array): json.array(array.elements) { write($1, to: &$0) }
    case .map(let map):
      json.object { json in
        for (key, value) in zip(map.keys, map.values) { json.member(key.javaText) { write(value, to: &$0) } }
      }
    default: json.string(value.javaText)
    }
  }
}
