import Diagnostics
import Expressions

/// A quotation mark is a typographic one.
enum TypographicQuote: HarnessExpressionRule {
  static let info = RuleInfo(
    "typographic-quote", .error, "A quotation mark is a typographic one.",
    why: """
      Texts stand in straight quotes, `"` or `'`. A curly one is no sign of the language, and the expression cannot be \
      read. They come from documents and chats that curl quotes by themselves.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: test
                      name: test
                      type: Run
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> == “prod”
        #                                                            ^ typographic-quote: a typographic quotation mark is no quote here
        #                                                       ^ typographic-quote: a typographic quotation mark is no quote here
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: test
                      name: test
                      type: Run
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> == "prod"
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard expression.error != nil else { return }
    let bytes = text.bytes
    var index = expression.range.lowerBound
    while index + 2 < expression.range.upperBound {
      if bytes[index] == 0xE2, bytes[index + 1] == 0x80, (0x98...0x9F).contains(bytes[index + 2]) {
        let span = text.span(index..<index + 3)
        let straight = bytes[index + 2] < 0x9C ? "'" : "\""
        context.report(
          "a typographic quotation mark is no quote here", at: span, help: "write `\(straight)`",
          fixes: [context.replacing(span, with: straight, "write `\(straight)`", safety: .safe)])
      }
      index += 1
    }
  }
}
