import Diagnostics
import IR

/// Points out that `*` does not cross slashes.
enum SingleStar: ClauseRule {
  static let info = RuleInfo(
    "single-star", .info, "`*` at the end of a branch pattern does not match names with a further slash.",
    why: """
      `*` stands for text without a slash. `refs/heads/*` and the branch pattern `*` miss `feature/login`.
      """,
    exceptions: "Branches of the repository may never have a slash in their names.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        ref: [refs/heads/*]
      #       ^^^^^^^^^^^^ single-star: `refs/heads/*` does not match a branch with a slash in its name
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
        ref: [refs/heads/**, refs/tags/*]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    for (pattern, _) in clause.patterns {
      switch clause.subject {
      case .branch where pattern.value == "*", .ref where pattern.value == "refs/heads/*":
        context.report(
          "`\(pattern.value)` does not match a branch with a slash in its name", at: pattern.span,
          help: "write `\(pattern.value)*`")
      default: break
      }
    }
  }
}
