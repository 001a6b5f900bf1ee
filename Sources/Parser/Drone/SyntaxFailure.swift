import Diagnostics
import YAML

/// A YAML error in the words of this program.
struct SyntaxFailure {
  let error: SyntaxError
  /// The two bytes before the place of the error, and the one at it; 0 where the text has none.
  private let bytes: (UInt8, UInt8, at: UInt8)
  /// Whether a tab stands at the place of the error.
  private let isAtTab: Bool
  /// How many bytes before the place of the error a character begins that is not complete.
  private let lead: UInt32
  /// The mistake behind it, where the lines of the file show one.
  private let cause: SyntaxCause?
  /// The variable that is replaced by nothing and leaves a colon at the end of its text.
  private let emptyVariable: String?

  /// - Parameters:
  ///   - text: what was parsed, if it is the file itself; nil where substitution has changed it.
  ///   - file: the file, if it is not `text`.
  init(error: SyntaxError, in text: [UInt8]?, file: [UInt8]? = nil) {
    self.error = error
    let context = error.contextLine == error.line ? nil : error.contextSpan.map { Int($0.start) }
    cause = (text ?? file).flatMap { SyntaxCause(of: error, at: Int(error.span.start), context: context, in: $0) }
    let place = Int(error.span.start)
    func byte(_ index: Int) -> UInt8 {
      guard let text, text.indices.contains(index) else { return 0 }
      return text[index]
    }
    bytes = (byte(place - 2), byte(place - 1), byte(place))
    // What is said of both readings is said in the same words, so that it is said once.
    isAtTab = (text ?? file).map { $0.indices.contains(place) && $0[place] == UInt8(ascii: "\t") } ?? false
    // The reader points behind the bytes of the character that it could take.
    let isIncomplete = ["trailing UTF-8 octet", "incomplete UTF-8"].contains { error.problem.contains($0) }
    lead = isIncomplete ? (1...3).first { byte(place - Int($0)) >= 0xC0 } ?? 0 : 0
    emptyVariable = text == nil ? file.flatMap { Self.variable(after: place, in: $0) } : nil
  }

  /// The variable whose `${…}` stands behind a colon and was empty, if that made the pair.
  private static func variable(after place: Int, in file: [UInt8]) -> String? {
    guard file.count > place + 3, place >= 0, file[place] == UInt8(ascii: ":") else { return nil }
    guard file[place + 1] == UInt8(ascii: "$"), file[place + 2] == UInt8(ascii: "{") else { return nil }
    let name = file[(place + 3)...].prefix {
      ($0 | 0x20) >= UInt8(ascii: "a") && ($0 | 0x20) <= UInt8(ascii: "z") || $0 == UInt8(ascii: "_")
        || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9"))
    }
    return name.isEmpty || name.count > 100 ? nil : String(decoding: name, as: UTF8.self)
  }

  /// What the decoder prints, without its line number.
  var upstream: String { "yaml: " + error.problem }

  var rule: RuleName { error.kind == .limit ? "input-limit" : "yaml-syntax" }

  /// Where to point: a name that is missing after `*` or `&` is pointed at by that character.
  var span: Span {
    if let cause, !isBeforeSubstitution {
      return Span(error.span.source, UInt32(cause.range.lowerBound), UInt32(cause.range.upperBound))
    }
    if lead > 0 { return Span(error.span.source, error.span.start - lead, error.span.start) }
    if let keySpan { return keySpan }
    guard indicator != nil else { return error.span }
    return Span(error.span.source, error.span.start - 1, error.span.start)
  }

  /// Where a key begins that has no colon: it is noticed at the line below.
  private var keySpan: Span? {
    guard error.problem.contains("could not find expected ':'"), error.contextLine < error.line,
      let start = error.contextSpan?.start
    else { return nil }
    return Span(error.span.source, start, start + 1)
  }

  /// Where the thing began that went wrong, if that is on another line.
  var related: [Diagnostic.Label] {
    if keySpan != nil || cause != nil, !isBeforeSubstitution {
      return error.span.start == span.start ? [] : [.init(error.span, "the reader gave up here")]
    }
    guard let span = error.contextSpan, error.contextLine != error.line, let context = error.context else { return [] }
    guard let words = Self.beginnings.first(where: { context == $0.context })?.words else { return [] }
    return [.init(span, words)]
  }

  var message: String {
    if let indicator {
      return "`\(indicator.sign)` at the start of a text makes it \(indicator.meaning), and a name must follow"
    }
    if isBeforeSubstitution {
      return "the server reads the YAML before `${…}` is replaced, and here `{` opens a mapping"
    }
    if let emptyVariable {
      return "where `\(emptyVariable)` is empty, this colon ends a key, and the file cannot be read"
    }
    switch cause?.mistake {
    case .quote(nil): return "a quote is opened and never closed"
    case .quote(let line?): return "the text in this quote reaches to line \(line)"
    case .bracket(let closing): return "this \(closing == "]" ? "bracket" : "brace") is not closed"
    case .colon(let key): return "there is no `:` after `\(key)`"
    case .space(let key, _): return "there is no space after `\(key):`"
    case nil: return wording?.message ?? error.problem
    }
  }

  var help: String? {
    if isBeforeSubstitution { return "put the whole text in quotes, as in `\"${…}\"`" }
    if emptyVariable != nil { return "put the whole text in quotes, or let the trigger pass only builds that have it" }
    switch cause?.mistake {
    case .quote: return "close it"
    case .bracket(let closing): return "close it with `\(closing)`"
    case .colon(let key): return "write `\(key): …`, or indent the line so that it belongs to the text before it"
    case .space(let key, let value): return "write `\(key): \(value)`"
    case nil: return wording?.help
    }
  }

  /// Whether a `${` stands where brackets or braces around it make it a mapping.
  private var isBeforeSubstitution: Bool {
    error.problem.hasPrefix("did not find expected ',' or") && bytes.1 == UInt8(ascii: "$")
      && bytes.at == UInt8(ascii: "{")
  }

  /// The `*` or `&` that no name follows.
  private var indicator: (sign: String, meaning: String)? {
    guard error.problem.contains("did not find expected alphabetic or numeric character") else { return nil }
    switch bytes.1 {
    case UInt8(ascii: "*"): return ("*", "an alias")
    case UInt8(ascii: "&"): return ("&", "an anchor")
    default: return nil
    }
  }

  private var wording: Wording? {
    if isAtTab, error.problem.contains("cannot start any token") { return Self.tab }
    return Self.wordings.first { error.problem.contains($0.problem) }
  }

  private struct Wording {
    var problem: String
    var message: String
    var help: String?
  }

  private static let beginnings: [(context: String, words: String)] = [
    ("while parsing a block mapping", "the mapping begins here"),
    ("while parsing a block collection", "the list begins here"),
    ("while parsing a flow mapping", "the brace is opened here"),
    ("while parsing a flow sequence", "the bracket is opened here"),
    ("while scanning a quoted scalar", "the quote is opened here"),
    ("while parsing a quoted scalar", "the quote is opened here"),
    ("while scanning a simple key", "the key begins here"),
  ]

  private static let tab = Wording(
    problem: "found a tab character", message: "a tab cannot indent YAML", help: "use spaces")

  private static let wordings: [Wording] = [
    Wording(
      problem: "mapping values are not allowed", message: "a `key: value` pair cannot stand here",
      help: "put a text that contains `: ` in quotes, or mend the indentation"),
    Wording(
      problem: "did not find expected key", message: "this line fits no mapping that is open here",
      help: "mend its indentation, or the quotes and brackets before it"),
    Wording(
      problem: "could not find expected ':'", message: "this key has no `:` after it",
      help: "write `key: value`, or indent the line so that it belongs to the text before it"),
    Wording(
      problem: "did not find expected '-' indicator", message: "an item of this list must start with `-`",
      help: "mend the indentation"),
    Wording(
      problem: "block sequence entries are not allowed", message: "a list item cannot stand here",
      help: "begin the list on a line of its own"),
    Wording(
      problem: "found character that cannot start any token",
      message: "no text without quotes can start with this character", help: "put the text in quotes"),
    tab,
    Wording(
      problem: "did not find expected alphabetic or numeric character",
      message: "a name must follow `*` or `&`", help: "put the text in quotes"),
    Wording(
      problem: "did not find expected ',' or ']'", message: "the list in brackets does not go on like this",
      help: "put items with `{`, `[`, `}`, `]` or `,` in quotes; close the list with `]`"),
    Wording(
      problem: "did not find expected ',' or '}'", message: "the mapping in braces does not go on like this",
      help: "put values with `{`, `[`, `}`, `]` or `,` in quotes; close the mapping with `}`"),
    Wording(
      problem: "did not find expected node content", message: "a value is missing here", help: nil),
    Wording(
      problem: "did not find expected <document start>", message: "text stands where a document must start",
      help: "Drone cuts the file at `---` lines itself; take `%` directives away"),
    Wording(
      problem: "found unexpected end of stream", message: "a quote is opened and never closed", help: "close it"),
    Wording(
      problem: "found unknown escape character", message: "a text in double quotes knows no such escape",
      help: "double the backslash, or use single quotes"),
    Wording(
      problem: "UTF-8 octet", message: "this byte is no UTF-8 text",
      help: "save the file as UTF-8"),
    Wording(
      problem: "length of a UTF-8 sequence", message: "this byte is no UTF-8 text", help: "save the file as UTF-8"),
    Wording(
      problem: "invalid Unicode character", message: "these bytes are no character of Unicode",
      help: "save the file as UTF-8"),
    Wording(
      problem: "control characters are not allowed", message: "a control character cannot stand in YAML",
      help: "delete it; if the file is one of text, its encoding must be UTF-8"),
    Wording(
      problem: "unknown anchor", message: "no anchor of this name stands before it in the document",
      help: "anchors do not reach across `---`; define it above, in the same document"),
  ]
}
