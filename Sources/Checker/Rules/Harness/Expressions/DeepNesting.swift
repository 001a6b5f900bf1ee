import Diagnostics

/// Expressions are nested too deeply.
enum DeepNesting: HarnessTextRule {
  static let info = RuleInfo(
    "deep-nesting", .error, "Expressions are nested too deeply.",
    why: """
      Harness follows expressions in expressions 15 levels deep, and fails beyond.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+<+<+<+<+<+<+<+<+<+<+<+<+<+<+pipeline.name>>>>>>>>>>>>>>>>'}
        #                         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ deep-nesting: Harness follows nested expressions 15 levels deep
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+pipeline.name>>'}
        """)
    ])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    for number in text.outermost where text.expressions[number].height > HarnessExpression.mostHeight {
      let expression = text.expressions[number]
      guard expression.kind == .span || expression.height > HarnessExpression.mostHeight + 1 else { continue }
      context.report(
        "Harness follows nested expressions \(HarnessExpression.mostHeight) levels deep",
        at: text.span(text.whole(expression)))
    }
  }
}
