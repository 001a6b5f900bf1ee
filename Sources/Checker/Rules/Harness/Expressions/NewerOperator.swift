import Diagnostics
import Expressions

/// An operator does not exist in the version of JEXL that Harness uses.
enum NewerOperator: HarnessExpressionRule {
  static let info = RuleInfo(
    "newer-operator", .error, "An operator does not exist in the version of JEXL that Harness uses.",
    why: """
      Harness evaluates expressions with JEXL 3.0, of 2015. What later versions and other languages have, such as \
      `??`, `?.`, `===` or `in`, cannot be read.
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
                        condition: <+pipeline.variables.env> === "prod"
        #                                                      ^ newer-operator: there is no operator `===`
                      spec: {command: make}
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
                        condition: <+pipeline.variables.env> in ["prod"]
        #                                                    ^^ newer-operator: there is no operator `in`
                      spec: {command: make}
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
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> =~ ["prod"]
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
    guard let error = expression.error, error.kind == .syntax, error.message.hasPrefix("there is no") else { return }
    guard ExpressionSyntax.isCertain(expression, text) else { return }
    context.report(error.message, at: text.span(ExpressionSyntax.place(of: error, in: expression)), help: error.help)
  }
}
