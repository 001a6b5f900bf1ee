import Diagnostics
import IR

/// Flags `status` patterns that match neither success nor failure.
enum UnknownStatus: ClauseRule {
  static let info = RuleInfo(
    "unknown-status", .warning, "A condition names a status that does not exist.",
    why: """
      A status is `success` or `failure`. Other words (`changed`, `failed`, `always`, `error`) match neither; a step whose \
      statuses match neither runs on success only, as if the line were not there.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
        when:
          status: [changed, failure]
      #            ^^^^^^^ unknown-status: no status is called `changed`, so it never matches
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
      - name: notify
        image: plugins/slack
        settings: {channel: dev, webhook: {from_secret: hook}}
        when:
          status: [success, failure]
      """
    ])

  private static let names = ["success", "failure"]

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .status else { return }
    for (pattern, isExclude) in clause.patterns where isUnknown(pattern.value) {
      context.report(
        "no status is called `\(pattern.value)`, so it \(isExclude ? "excludes nothing" : "never matches")",
        at: pattern.span, help: help(for: pattern.value, isAlone: clause.include.count + clause.exclude.count == 1))
    }
  }

  private static func isUnknown(_ pattern: String) -> Bool {
    if pattern.isEmpty || names.contains(pattern) || DronePattern.hasBareComma(pattern) { return false }
    return !names.contains { DronePattern.matches(pattern, $0) }
  }

  private static func help(for pattern: String, isAlone: Bool) -> String {
    switch pattern.lowercased() {
    case "always", "all", "any": "write `[success, failure]`"
    case "failed", "fail", "failing", "error", "errored", "failure", "failures": "write `failure`"
    case "passed", "succeeded", "ok", "pass", "successful", "success": "write `success`"
    default:
      isAlone
        ? "the statuses are `success` and `failure`; name one of them, or remove the condition"
        : "the statuses are `success` and `failure`; leave `\(pattern)` out"
    }
  }
}
