import Diagnostics
import IR

/// Flags several patterns written as one text with commas.
enum CommaPattern: ClauseRule {
  static let info = RuleInfo(
    "comma-pattern", .warning, "Several patterns are written as one text with commas.",
    why: """
      `event: push, tag` is one pattern, compared as a whole. No event has that name, so the step never runs.
      """,
    exceptions: "A branch or tag may really have a comma in its name.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        when:
          event: push, tag
      #          ^^^^^^^^^ comma-pattern: `push, tag` is one pattern with a comma in it
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        when:
          event: [push, tag]
          branch: "{main,develop}"
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject != .paths else { return }
    for (pattern, _) in clause.patterns where DronePattern.hasBareComma(pattern.value) {
      let list = "[\(DronePattern.commaParts(pattern.value).joined(separator: ", "))]"
      let isWholeValue = pattern.span == clause.valueSpan
      context.report(
        "`\(pattern.value)` is one pattern with a comma in it", at: pattern.span,
        help: isWholeValue ? "write `\(list)`" : "write one list item for each pattern",
        fixes: isWholeValue ? [context.replacing(pattern.span, with: list, "make it a list", safety: .unsafe)] : [])
    }
  }
}
