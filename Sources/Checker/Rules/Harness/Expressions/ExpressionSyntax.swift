import Diagnostics
import Expressions

/// An expression cannot be read.
enum ExpressionSyntax: HarnessExpressionRule {
  static let info = RuleInfo(
    "expression-syntax", .error, "An expression cannot be read.",
    why: """
      What is no expression has no value: in a text it becomes `null` or stays as it is, and a condition fails when \
      the step is to start.
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
                        condition: (<+pipeline.variables.env> == "prod"
        #                                                             ^ expression-syntax: the expression ends before its `)`
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+pipeline.tags.size>'}
        #                                         ^^^^ expression-syntax: `size` is a reserved word and cannot be a name behind a dot
        """),
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
    ],
    yields: [
      "typographic-quote", "unknown-path", "undeclared-variable", "unknown-node", "unclosed-expression",
      "hyphenated-name",
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let error = expression.error, error.kind == .syntax || error.kind == .limit else { return }
    guard isCertain(expression, text), !error.message.hasPrefix("there is no") else { return }
    // What is left of a condition that a `>` cut in two is wrong only because of that.
    if expression.kind == .condition, !AngleInExpression.operators(in: text).isEmpty { return }
    context.report(error.message, at: text.span(place(of: error, in: expression)), help: error.help)
  }

  /// Where an error is, in the text; at the end of an expression, its last byte.
  static func place(of error: JexlError, in expression: HarnessExpression) -> Range<Int> {
    let start = expression.range.lowerBound + error.range.lowerBound
    let end = expression.range.lowerBound + error.range.upperBound
    let bounded = min(start, expression.range.upperBound)..<min(end, expression.range.upperBound)
    if !bounded.isEmpty { return bounded }
    return max(expression.range.lowerBound, expression.range.upperBound - 1)..<expression.range.upperBound
  }

  /// Whether Harness cannot take the text for anything else: values that stand side by side are put together as text.
  static func isCertain(_ expression: HarnessExpression, _ text: HarnessScannedText) -> Bool {
    if expression.isPasted { return false }
    if expression.kind == .condition || expression.nested.isEmpty { return true }
    var quote: UInt8?
    let bytes = text.bytes
    var index = expression.range.lowerBound
    while index < expression.range.upperBound {
      let byte = bytes[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: "="), bytes[index + 1] == byte {
        return true
      } else if byte == UInt8(ascii: "&") || byte == UInt8(ascii: "|"), bytes[index + 1] == byte {
        return true
      } else if byte == UInt8(ascii: "?") {
        return true
      }
      index += 1
    }
    return false
  }
}
