import Diagnostics
import YAML

/// A YAML error in the words of this program.
struct SyntaxFailure {
  let error: SyntaxError

  /// What the decoder prints, without its line number.
  var upstream: String { "yaml: " + error.problem }

  var rule: RuleName { error.kind == .limit ? "input-limit" : "yaml-syntax" }

  var related: [Diagnostic.Label] {
    guard let span = error.contextSpan, span.start != error.span.start, let context = error.context else { return [] }
    return [.init(span, context)]
  }

  var message: String { wording?.message ?? error.problem }

  var help: String? { wording?.help }

  private var wording: (message: String, help: String?)? {
    Self.wordings.first { error.problem.contains($0.problem) }.map { ($0.message, $0.help) }
  }

  private struct Wording {
    var problem: String
    var message: String
    var help: String?
  }

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
    Wording(
      problem: "found a tab character", message: "a tab cannot indent YAML", help: "use spaces"),
    Wording(
      problem: "did not find expected alphabetic or numeric character",
      message: "`*` starts an alias and `&` an anchor, and a name must follow", help: "put the text in quotes"),
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
      problem: "unknown anchor", message: "no anchor of this name stands before it in the document",
      help: "anchors do not reach across `---`; define it above, in the same document"),
  ]
}
