import Diagnostics
import IR

/// Flags regular expressions and `!` where a glob is expected.
enum RegexLikePattern: ClauseRule {
  static let info = RuleInfo(
    "regex-like-pattern", .warning, "A pattern is a regular expression or a negation; Drone knows neither.",
    why: """
      Patterns are globs that match the whole value. `^`, `$`, `.*`, `\\d` and a leading `!` stand for themselves, so that \
      the pattern matches nothing that exists. To refuse a value there is `exclude`.
      """,
    exceptions: "A branch may really have such a name.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: ["^release-.*$"]
      #          ^^^^^^^^^^^^^^ regex-like-pattern: `^release-.*$` is a regular expression, but patterns are globs
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: ["!main"]
      #          ^^^^^^^ regex-like-pattern: `!` does not negate a pattern
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch:
          include: [release-*, v1.*]
          exclude: [main]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject != .paths else { return }
    for (pattern, isExclude) in clause.patterns {
      let bytes = pattern.value.utf8
      if bytes.first == UInt8(ascii: "!"), bytes.count > 1 {
        context.report(
          "`!` does not negate a pattern", at: pattern.span,
          help: isExclude
            ? "`exclude` already refuses; leave the `!` out" : "write `exclude: [\(pattern.value.dropFirst())]`")
      } else if isRegularExpression(pattern.value) {
        context.report(
          "`\(pattern.value)` is a regular expression, but patterns are globs", at: pattern.span,
          help: "`*` stands for any text without a slash, `**` for any number of parts, `{a,b}` for alternatives")
      }
    }
  }

  private static func isRegularExpression(_ pattern: String) -> Bool {
    let bytes = Array(pattern.utf8)
    guard let first = bytes.first, let last = bytes.last, bytes.count > 1 else { return false }
    if first == UInt8(ascii: "^") || last == UInt8(ascii: "$") { return true }
    if first == UInt8(ascii: "/"), last == UInt8(ascii: "/"), bytes.count > 2 { return true }
    for index in bytes.indices.dropLast() {
      let pair = (bytes[index], bytes[index + 1])
      switch pair {
      case (UInt8(ascii: "\\"), UInt8(ascii: "d")), (UInt8(ascii: "\\"), UInt8(ascii: "w")),
        (UInt8(ascii: "\\"), UInt8(ascii: ".")), (UInt8(ascii: "]"), UInt8(ascii: "+")),
        (UInt8(ascii: "."), UInt8(ascii: "+")), (UInt8(ascii: ")"), UInt8(ascii: "$")):
        return true
      case (UInt8(ascii: "."), UInt8(ascii: "*")):
        // `v1.*` is a glob; `.*` at the start or after a bracket is not.
        if index == 0 || bytes[index - 1] == UInt8(ascii: ")") || bytes[index - 1] == UInt8(ascii: "/") { return true }
      case (UInt8(ascii: "("), _):
        if bytes.contains(UInt8(ascii: "|")) { return true }
      default: break
      }
    }
    return false
  }
}
