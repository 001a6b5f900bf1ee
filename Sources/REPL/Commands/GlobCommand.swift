import Diagnostics
import Expressions
import IR

/// `:glob PATTERN VALUE`.
enum GlobCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["glob", "g"], "PATTERN VALUE", "say whether a pattern matches", .text,
    details: """
      Drone: as `branch`, `ref`, `event` and their kin are compared. PipeCD: as `paths`, `ignores` and `skipOn.paths` are. \
      Harness compares no globs: its triggers have operators, whose regular expressions are `=~` in an expression.
      """, examples: [":glob release/* release/1.0", ":glob \"{main,dev}\" main"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let (pattern, rest) = words(input)
    guard !rest.text.isEmpty else {
      return session.fail(
        "usage", ":glob needs a pattern and a value", at: input.range, in: input.line, help: info.spelling)
    }
    let value = unquoted(rest.text)
    switch session.dialect() ?? .drone {
    case .harness:
      return session.fail(
        "no-globs", "Harness compares no globs", at: pattern.range, in: input.line,
        help: "a regular expression is <+codebase.branch =~ \"release/.*\">")
    case .pipecd:
      do throws(PathPatterns.Failure) {
        let patterns = try PathPatterns([unquoted(pattern.text)])
        return answer(patterns.matches(value), session)
      } catch {
        return session.fail("unusable-pattern", error.message, at: pattern.range, in: input.line)
      }
    case .drone:
      let glob = Glob(unquoted(pattern.text))
      var response = answer(glob.matches(value), session)
      if let defect = glob.defects.first {
        response.output += "  the pattern is malformed: \(words(for: defect))\n"
      }
      for component in glob.components where component.hasGluedDoubleStar {
        response.output +=
          "  ** in \(Printable.line(component.text)) is no more than *, because it is no component of its own\n"
      }
      return response
    }
  }

  private static func answer(_ matches: Bool, _ session: Session) -> Response {
    .lines([matches ? session.style.paint("matches", .success) : session.style.paint("does not match", .warning)])
  }

  /// The pattern, which quotes hold together, and the value.
  private static func words(_ input: CommandInput) -> (CommandInput, CommandInput) {
    let bytes = Array(input.text.utf8)
    guard let quote = bytes.first, quote == 0x22 || quote == 0x27, let end = bytes.dropFirst().firstIndex(of: quote)
    else {
      return input.split
    }
    return (input.prefix(end + 1), CommandInput(line: input.line, offset: input.offset + end + 1).trimmed)
  }

  private static func unquoted(_ text: String) -> String {
    let bytes = text.utf8
    guard let quote = bytes.first, quote == 0x22 || quote == 0x27, bytes.count >= 2, bytes.last == quote else {
      return text
    }
    return String(text.dropFirst().dropLast())
  }

  private static func words(for defect: Glob.Defect) -> String {
    switch defect {
    case .unterminatedClass: "a [ is not closed"
    case .emptyClass: "[] holds nothing"
    case .misplacedHyphen: "a - stands at the start or end of a class"
    case .unterminatedBraces: "a { is not closed"
    case .slashInBraces: "a / stands in braces, where the pattern is split first"
    case .trailingBackslash: "a backslash stands at the end"
    }
  }
}
