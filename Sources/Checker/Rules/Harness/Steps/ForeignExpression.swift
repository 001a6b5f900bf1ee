import Diagnostics
import IR

/// A value holds an expression of GitHub Actions.
enum ForeignExpression: HarnessNodeRule {
  static let info = RuleInfo(
    "foreign-expression", .warning, "A value holds an expression of GitHub Actions.",
    why: """
      Harness replaces `<+…>`. A `${{ secrets.TOKEN }}` that came along from a workflow stays as it is, and the program gets \
      these very letters.
      """,
    exceptions: "The value is the text of a workflow that a step writes.",
    flagged: [
      .steps(
        """
        - step:
            identifier: publish
            name: publish
            type: Run
            spec:
              command: make publish
              envVariables: {TOKEN: '${{ secrets.TOKEN }}'}
        #                            ^^^^^^^^^^^^^^^^^^^^ foreign-expression: Harness does not replace `${{ … }}`
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: publish
            name: publish
            type: Run
            spec:
              command: make publish
              envVariables: {TOKEN: <+secrets.getValue("TOKEN")>}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard node.kind == .step, let type = node.type, type != "Action", type != "Bitrise", let spec = node.data["spec"]
    else {
      return
    }
    for key in ["envVariables", "settings", "environmentVariables", "image", "connectorRef"] {
      spec[key]?.forEachText { check($0, in: &context) }
    }
  }

  private static let roots = [
    "secrets", "github", "env", "vars", "matrix", "steps", "needs", "runner", "job", "inputs",
  ]

  private static func check(_ text: Text, in context: inout RuleContext) {
    guard text.value.utf8.count <= 10_000, let start = text.value.firstRange(of: "${{") else { return }
    let rest = text.value.slice(start.upperBound..<text.value.utf8.count)
    guard let end = rest.firstRange(of: "}}") else { return }
    let inner = rest.slice(0..<end.lowerBound).filter { !$0.isWhitespace }
    let parts = inner.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, roots.contains(String(parts[0])) else { return }
    let range = start.lowerBound..<start.upperBound + end.upperBound
    context.report(
      "Harness does not replace `${{ … }}`", at: text.span(of: range),
      help: parts[0] == "secrets" ? "write `<+secrets.getValue(\"\(parts[1])\")>`" : "write `<+…>`")
  }
}
