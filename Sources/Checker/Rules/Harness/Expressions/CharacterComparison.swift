import Diagnostics
import Expressions

/// `charAt` is compared with a text.
enum CharacterComparison: HarnessExpressionRule {
  static let info = RuleInfo(
    "character-comparison", .error, "`charAt` is compared with a text.",
    why: """
      `charAt` gives a character, which counts as a number. The text on the other side is then read as a number, and \
      the evaluation fails.
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
                        condition: <+pipeline.variables.env>.charAt(0) == "p"
        #                                                                 ^^^ character-comparison: `charAt` gives a character, which is no text
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
                        condition: <+pipeline.variables.env>.startsWith("p")
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
    guard let program = expression.program else { return }
    for operation in expression.binaries where operation.sign.isComparison {
      for (one, other) in [(operation.left, operation.right), (operation.right, operation.left)] {
        guard case .access(_, let members) = program[expression.unwrapped(one)].kind,
          case .method("charAt", _)? = members.last?.kind, let written = expression.textLiteral(other),
          Int64(written) == nil
        else { continue }
        context.report(
          "`charAt` gives a character, which is no text", at: text.span(of: other, in: expression),
          help: "write `.startsWith(\"…\")` or `.substring(…)`")
      }
    }
  }
}
