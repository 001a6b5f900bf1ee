import Diagnostics

/// A `<+` has no `>`.
enum UnclosedExpression: HarnessTextRule {
  static let info = RuleInfo(
    "unclosed-expression", .error, "A `<+` has no `>`.",
    why: """
      Harness finds no end, and so takes it and all that follows for plain text.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+pipeline.name'}
        #                         ^^^^^^^^^^^^^^^ unclosed-expression: this expression is never closed
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+pipeline.name>'}
        """)
    ])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    guard let start = text.unclosed else { return }
    let line = text.bytes[start...].prefix { $0 != 0x0A }
    let word = line.prefix { $0 != 0x20 && $0 != 0x22 && $0 != 0x27 }
    context.report(
      "this expression is never closed", at: text.span(start..<start + max(2, word.count)), help: "add its `>`")
  }
}
