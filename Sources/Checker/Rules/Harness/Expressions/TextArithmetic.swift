import Diagnostics
import Expressions

/// `+` adds a number to a text.
enum TextArithmetic: HarnessExpressionRule {
  static let info = RuleInfo(
    "text-arithmetic", .warning, "`+` adds a number to a text.",
    why: """
      Outputs of steps and variables of type `String` are texts, and `+` puts a text and a number side by side: 7 and \
      1 give 71.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export N=7', outputVariables: [{name: N}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+steps.build.output.outputVariables.N> + 1>'}
        #                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ text-arithmetic: `N` is a text, so `+` puts the two side by side
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export N=7', outputVariables: [{name: N}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+steps.build.output.outputVariables.N> * 1 + 1>'}
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    for operation in expression.binaries where operation.sign == .add {
      for (one, other) in [(operation.left, operation.right), (operation.right, operation.left)] {
        guard expression.isNumberLiteral(other), let path = text.path(of: one, in: expression),
          text.type(of: one, in: expression) == .string
        else { continue }
        context.report(
          "`\(path.segments.last?.name ?? path.text)` is a text, so `+` puts the two side by side",
          at: text.span(of: operation.node, in: expression), help: "multiply it by 1 first")
      }
    }
  }
}
