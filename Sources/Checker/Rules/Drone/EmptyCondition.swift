import Diagnostics
import IR

/// Flags conditions without any pattern.
enum EmptyCondition: ClauseRule {
  static let info = RuleInfo(
    "empty-condition", .warning, "A condition has no pattern, so that it always matches.",
    why: """
      `branch:` without a value, an empty list and an empty map all mean "no constraint". A reader takes such a line for a \
      restriction; it is none.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch: []
      #   ^^^^^^ empty-condition: no pattern is given, so that every branch matches
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch: [main]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.include.isEmpty, clause.exclude.isEmpty, clause.dropped.isEmpty else { return }
    context.report(
      "no pattern is given, so that every \(clause.subject.rawValue) matches", at: clause.keySpan,
      help: "name what it should match, or remove the line")
  }
}
