import Diagnostics
import IR

/// Points out that `*` does not cross slashes.
enum SingleStar: ClauseRule {
  static let info = RuleInfo(
    "single-star", .info, persona: .pedantic,
    "`*` at the end of a branch pattern does not match names with a further slash.",
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
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: [feature*]
      #          ^^^^^^^^ single-star: `feature*` does not match `feature/…`
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
      case .branch where isWordWithStar(pattern.value):
        context.report(
          "`\(pattern.value)` does not match `\(pattern.value.dropLast())/…`", at: pattern.span,
          help: "write `\(pattern.value.dropLast())/**` for branches below it, and both to match either")
      default: break
      }
    }
  }

  /// `feature*`, but not `feature-*` or `v1*`, where the star stands for the rest of a name.
  private static func isWordWithStar(_ pattern: String) -> Bool {
    let letters = pattern.utf8.dropLast()
    return pattern.utf8.last == UInt8(ascii: "*") && letters.count > 2
      && letters.allSatisfy { (0x61...0x7A).contains($0 | 0x20) }
  }
}
