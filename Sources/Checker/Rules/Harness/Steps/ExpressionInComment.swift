import Diagnostics

/// An expression stands in a comment of a script.
enum ExpressionInComment: HarnessTextRule {
  static let info = RuleInfo(
    "expression-in-comment", .info, persona: .pedantic, "An expression stands in a comment of a script.",
    why: """
      Harness does not know comments: what stands in them is worked out like everything else, and a value of several \
      lines ends the comment.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec:
              shell: Sh
              command: |
                # builds <+pipeline.name>
        #                ^^^^^^^^^^^^^^^^ expression-in-comment: this is worked out although it stands in a comment
                make
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec:
              shell: Sh
              command: |
                # builds the pipeline
                make
        """)
    ])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    guard text.field.isScript, text.field.use == .rendered, !text.outermost.isEmpty else { return }
    for line in ShellText(text.bytes).lines {
      let content = text.bytes[line].drop { $0 == 0x20 || $0 == 0x09 }
      guard content.first == UInt8(ascii: "#"), content.dropFirst().first != UInt8(ascii: "!") else { continue }
      for number in text.outermost where line.contains(text.expressions[number].range.lowerBound) {
        context.report(
          "this is worked out although it stands in a comment", at: text.span(text.whole(text.expressions[number])))
      }
    }
  }
}
