import Diagnostics
import IR

/// Flags `**` beside other characters.
enum GluedDoubleStar: ClauseRule {
  static let info = RuleInfo(
    "glued-double-star", .warning, "`**` stands beside other characters, where it means no more than `*`.",
    why: """
      `**` crosses slashes only where it is all that stands between two of them. `feature-**` matches `feature-x` but not \
      `feature-x/y`, exactly as `feature-*` does.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: [feature-**]
      #          ^^^^^^^^^^ glued-double-star: `**` in `feature-**` does not cross a slash
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
        branch: [feature-*, feature-*/**, release/**]
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .branch || clause.subject == .ref else { return }
    for (pattern, _) in clause.patterns where hasGluedDoubleStar(pattern.value) {
      context.report(
        "`**` in `\(pattern.value)` does not cross a slash", at: pattern.span,
        help: "write `*`, or put `**` between slashes on its own")
    }
  }

  private static func hasGluedDoubleStar(_ pattern: String) -> Bool {
    let star = UInt8(ascii: "*")
    var length = 0
    var stars = 0
    var isDouble = false
    for byte in pattern.utf8 {
      if byte == UInt8(ascii: "/") {
        if isDouble, length > 2 { return true }
        (length, stars, isDouble) = (0, 0, false)
        continue
      }
      length += 1
      stars = byte == star ? stars + 1 : 0
      if stars == 2 { isDouble = true }
    }
    return isDouble && length > 2
  }
}
