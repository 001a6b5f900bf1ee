import Diagnostics
import IR

/// Flags `action` patterns that match no action.
enum UnknownAction: ClauseRule {
  static let info = RuleInfo(
    "unknown-action", .warning, "A condition names an action that does not occur.",
    why: """
      The action of a pull request build is `opened` or `synchronized`, that of a tag build is `create`; all other builds \
      have none. A closed pull request starts no build.
      """,
    exceptions: "A custom build can be started through the API with any action.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: pull_request
        action: [open, synchronized]
      #          ^^^^ unknown-action: no build has the action `open`, so this never matches
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
        event: pull_request
        action: [opened, synchronized]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  private static let names = ["opened", "synchronized", "create"]

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .action else { return }
    for (pattern, isExclude) in clause.patterns where isUnknown(pattern.value) {
      let meant = meant(by: pattern.value)
      context.report(
        "no build has the action `\(pattern.value)`, so this \(isExclude ? "excludes nothing" : "never matches")",
        at: pattern.span,
        help: meant.map { "write `\($0)`" } ?? "the actions are \(names.joined(separator: ", "))",
        fixes: meant.map { [context.replacing(pattern.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
    }
  }

  private static func isUnknown(_ pattern: String) -> Bool {
    if pattern.isEmpty || names.contains(pattern) || DronePattern.hasBareComma(pattern) { return false }
    return !names.contains { DronePattern.matches(pattern, $0) }
  }

  private static func meant(by pattern: String) -> String? {
    switch pattern.lowercased() {
    case "open", "opened", "reopened": "opened"
    case "sync", "synchronize", "synchronized", "synced", "update", "updated": "synchronized"
    case "created", "create": "create"
    default: nil
    }
  }
}
