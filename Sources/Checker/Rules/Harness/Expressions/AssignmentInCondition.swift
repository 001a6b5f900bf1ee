import Diagnostics
import Expressions

/// A single `=` stands where two values should be compared.
enum AssignmentInCondition: HarnessExpressionRule {
  static let info = RuleInfo(
    "assignment-in-condition", .error, "A single `=` stands where two values should be compared.",
    why: """
      `=` assigns. What it assigns is the value of the whole, so a condition with it holds always.
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
                        condition: <+pipeline.variables.env> = "prod"
        #                                                    ^ assignment-in-condition: `=` does not compare
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
    guard let program = expression.program, !expression.isScript else { return }
    for node in program.nodes {
      guard case .assignment(nil, let left, let right) = node.kind else { continue }
      let from = expression.range.lowerBound + program[left].range.upperBound
      let to = expression.range.lowerBound + program[right].range.lowerBound
      guard from < to, let sign = text.bytes[from..<to].firstIndex(of: UInt8(ascii: "=")) else { continue }
      let span = text.span(sign..<sign + 1)
      context.report(
        "`=` does not compare", at: span, help: "write `==`",
        fixes: [context.replacing(span, with: "==", "write `==`", safety: .unsafe)])
    }
  }
}
