import Diagnostics
import Expressions

/// A number is compared with a text that is none.
enum MismatchedComparison: HarnessExpressionRule {
  static let info = RuleInfo(
    "mismatched-comparison", .warning, "A number is compared with a text that is none.",
    why: """
      A side that is a number makes Harness read the other one as a number too. Where that is not possible, the \
      evaluation fails when the step is to start.
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
                        condition: <+pipeline.sequenceId> == "first"
        #                                                    ^^^^^^^ mismatched-comparison: a number is compared with the text `first`
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
                        condition: <+pipeline.sequenceId> == 1
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
    for operation in expression.binaries where operation.sign == .equal || operation.sign == .notEqual {
      for (one, other) in [(operation.left, operation.right), (operation.right, operation.left)] {
        guard text.type(of: one, in: expression) == .number, let written = expression.textLiteral(other),
          Int64(written) == nil, !written.isEmpty
        else { continue }
        context.report(
          "a number is compared with the text `\(written)`", at: text.span(of: other, in: expression),
          help: "compare it with a number")
      }
    }
  }
}
