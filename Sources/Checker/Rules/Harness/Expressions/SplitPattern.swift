import Diagnostics
import Expressions

/// `split` is given a sign that means something else in regular expressions.
enum SplitPattern: HarnessExpressionRule {
  static let info = RuleInfo(
    "split-pattern", .warning, "`split` is given a sign that means something else in regular expressions.",
    why: """
      The argument of `split` is a regular expression. `.` is any character, so nothing is left, and `|` splits \
      between all characters.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+pipeline.name>.split(".")[0]>'}
        #                                                  ^^^ split-pattern: `.` is a sign of regular expressions here
        """)
    ],
    accepted: [
      .steps(
        #"""
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+pipeline.name>.split("\\.")[0]>'}
        """#)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program else { return }
    for node in program.nodes {
      guard case .access(_, let members) = node.kind else { continue }
      for member in members {
        guard case .method("split", let arguments) = member.kind, let first = arguments.first,
          let pattern = expression.textLiteral(first), pattern.utf8.count == 1, ".|*+?$^(){}[]".contains(pattern)
        else { continue }
        context.report(
          "`\(pattern)` is a sign of regular expressions here", at: text.span(of: first, in: expression),
          help: "write `\"\\\\\(pattern)\"`")
      }
    }
  }
}
