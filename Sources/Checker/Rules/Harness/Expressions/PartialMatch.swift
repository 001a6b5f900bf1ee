import Diagnostics
import Expressions

/// `=~` has a plain text on its right.
enum PartialMatch: HarnessExpressionRule {
  static let info = RuleInfo(
    "partial-match", .warning, "`=~` has a plain text on its right.",
    why: """
      `=~` holds only where the regular expression matches all of the text: `"release/1" =~ "release"` is false.
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
                        condition: <+pipeline.variables.env> =~ "pro"
        #                                                       ^^^^^ partial-match: `=~` compares all of the text with `pro`
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
                        condition: <+pipeline.variables.env> =~ "pro.*"
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
    for operation in expression.binaries where operation.sign == .matches || operation.sign == .doesNotMatch {
      guard let pattern = expression.textLiteral(operation.right), !pattern.isEmpty,
        !pattern.utf8.contains(where: isSpecial)
      else { continue }
      context.report(
        "`\(operation.sign.rawValue)` compares all of the text with `\(pattern)`",
        at: text.span(of: operation.right, in: expression),
        help: operation.sign == .matches
          ? "write `==`, or `.*\(pattern).*` for a part" : "write `!=`, or `.*\(pattern).*` for a part")
    }
  }

  private static func isSpecial(_ byte: UInt8) -> Bool {
    #".*+?[](){}|^$\"#.utf8.contains(byte)
  }
}
