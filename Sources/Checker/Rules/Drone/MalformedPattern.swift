import Diagnostics
import Expressions
import IR

/// Flags patterns that are no valid globs.
enum MalformedPattern: ClauseRule {
  static let info = RuleInfo(
    "malformed-pattern", .warning, "A pattern is not valid, so that it never matches.",
    why: """
      Drone swallows the error of a malformed pattern: an included one never matches, and an excluded one excludes nothing.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch:
          exclude: ["wip[0-9"]
      #             ^^^^^^^^^ malformed-pattern: `wip[0-9` is no valid pattern, so it excludes nothing
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch:
          exclude: ["wip[0-9]"]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    yields: ["regex-like-pattern", "brace-slash"])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject != .paths else { return }
    for (pattern, isExclude) in clause.patterns {
      guard DronePattern.canBeMalformed(pattern.value), !DronePattern.hasSlashInBraces(pattern.value) else { continue }
      guard Glob(pattern.value).isMalformed else { continue }
      context.report(
        "`\(pattern.value)` is no valid pattern, so it \(isExclude ? "excludes nothing" : "never matches")",
        at: pattern.span, help: "close every `[` and `{`, and write `\\` before one that is meant as itself")
    }
  }
}
