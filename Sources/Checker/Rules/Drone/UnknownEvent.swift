import Diagnostics
import IR

/// Flags `event` patterns that match no event.
enum UnknownEvent: ClauseRule {
  static let info = RuleInfo(
    "unknown-event", .warning, "A condition names an event that does not exist.",
    why: """
      The events are push, pull_request, tag, promote, rollback, cron and custom, in this spelling. Any other name is \
      accepted and never matches: an included one never runs, an excluded one excludes nothing.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: [push, pr]
      #               ^^ unknown-event: no event is called `pr`, so this never matches
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        when:
          event: {exclude: [Deployment]}
      #                     ^^^^^^^^^^ unknown-event: no event is called `Deployment`, so this excludes nothing
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: [push, pull_request, "t*"]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .event else { return }
    for (pattern, isExclude) in clause.patterns where isUnknown(pattern.value) {
      let meant =
        BuildEvent.meant(by: pattern.value) ?? Suggestion.nearest(to: pattern.value, among: BuildEvent.names)
      context.report(
        "no event is called `\(pattern.value)`, so this \(isExclude ? "excludes nothing" : "never matches")",
        at: pattern.span,
        help: meant.map { "write `\($0)`" } ?? "the events are \(BuildEvent.names.joined(separator: ", "))",
        fixes: meant.map { [context.replacing(pattern.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
    }
  }

  private static func isUnknown(_ pattern: String) -> Bool {
    BuildEvents.matched(by: pattern).isEmpty && !pattern.isEmpty && !DronePattern.hasBareComma(pattern)
  }
}
