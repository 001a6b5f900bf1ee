import Diagnostics

/// A `>` meant as an operator ends the expression.
enum AngleInExpression: HarnessTextRule {
  static let info = RuleInfo(
    "angle-in-expression", .error, "A `>` meant as an operator ends the expression.",
    why: """
      Harness looks for the end of an expression by brackets alone, without regard to operators or quotes: the first \
      `>` that closes all that was opened is the end, and the rest becomes text.
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
                      spec: {command: 'echo <+<+pipeline.variables.count> > 3>'}
        #                                                                 ^ angle-in-expression: this `>` ends the expression
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
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
                      spec: {command: 'echo <+<+pipeline.variables.count> >= 3>'}
        #                                                                 ^^ angle-in-expression: this `>` ends the expression
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
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
                      spec: {command: 'echo <+<+pipeline.variables.count> gt 3>'}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
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
                        condition: <+pipeline.variables.count> > 3
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
    ])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    for operatorRange in operators(in: text) {
      let word = operatorRange.count == 1 ? "gt" : "ge"
      let span = text.span(operatorRange)
      context.report(
        "this `>` ends the expression", at: span, help: "write `\(word)` for `\(text.string(operatorRange))`",
        fixes: [context.replacing(span, with: word, "write `\(word)`", safety: .unsafe)])
    }
  }

  /// Where a `>` or `>=` in a text ends an expression too early.
  static func operators(in text: HarnessScannedText) -> [Range<Int>] {
    let candidates = text.outermost.flatMap { number -> [Int] in
      // A condition is an expression of its own around those that are written in it.
      text.expressions[number].kind == .condition ? text.expressions[number].nested : [number]
    }
    return candidates.compactMap { number in
      let expression = text.expressions[number]
      return expression.kind == .span ? comparison(behind: expression, in: text.bytes) : nil
    }
  }

  /// The `>` or `>=` that ends an expression and was meant to compare: a blank is before it, and a value and a second `>`
  /// follow.
  private static func comparison(behind expression: HarnessExpression, in bytes: [UInt8]) -> Range<Int>? {
    let end = expression.range.upperBound
    guard !expression.range.isEmpty, bytes[end - 1] == 0x20, bytes[expression.range.lowerBound] != 0x20 else {
      return nil
    }
    var index = end + 1
    if index < bytes.count, bytes[index] == UInt8(ascii: "=") { index += 1 }
    let operatorRange = end..<index
    var hasValue = false
    while index < bytes.count, bytes[index] != 0x0A {
      if bytes[index] == UInt8(ascii: ">") { return hasValue ? operatorRange : nil }
      if bytes[index] == UInt8(ascii: "<") || bytes[index] == UInt8(ascii: "|") || bytes[index] == UInt8(ascii: ";") {
        return nil
      }
      if bytes[index] != 0x20 { hasValue = true }
      index += 1
    }
    return nil
  }
}
