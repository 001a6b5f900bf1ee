import Diagnostics
import IR

/// Flags patterns with a slash between braces.
enum BraceSlash: ClauseRule {
  static let info = RuleInfo(
    "brace-slash", .warning, "A pattern has a slash between braces, so that it never matches.",
    why: """
      A pattern is split at its slashes before its braces are read. `{main,release/*}` falls into two halves that are no \
      patterns, and the whole matches nothing, not even `main`.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: "{main,release/*}"
      #         ^^^^^^^^^^^^^^^^^^ brace-slash: `{main,release/*}` has a slash between its braces, so it never matches
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
        branch: [main, release/*, "release/{1,2}.*"]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject != .paths else { return }
    for (pattern, isExclude) in clause.patterns where DronePattern.hasSlashInBraces(pattern.value) {
      context.report(
        "`\(pattern.value)` has a slash between its braces, so it \(isExclude ? "excludes nothing" : "never matches")",
        at: pattern.span, help: "write one list item for each alternative")
    }
  }
}
