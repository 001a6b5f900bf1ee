import Diagnostics
import Expressions

/// A text in a comparison has no quotes.
enum UnquotedText: HarnessExpressionRule {
  static let info = RuleInfo(
    "unquoted-text", .error, "A text in a comparison has no quotes.",
    why: """
      Without quotes it is the name of a variable, which nothing defines, and the evaluation fails when the step is to \
      start.
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
                        condition: <+pipeline.variables.env> == prod
        #                                                       ^^^^ unquoted-text: `prod` is the name of a variable that does not exist
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
    guard expression.program != nil, !expression.isPasted, !expression.isScript else { return }
    guard expression.kind == .condition || !expression.nested.isEmpty else { return }
    let operands = Set(
      expression.binaries.filter { $0.sign.isComparison || $0.sign.isLogical }.flatMap {
        [expression.unwrapped($0.left), expression.unwrapped($0.right)]
      })
    for name in expression.bareNames(of: text) where operands.contains(name.whole) {
      guard HarnessCatalogue.values[name.name] == nil, !HarnessCatalogue.roots.contains(name.name) else { continue }
      let span = text.span(of: name.whole, in: expression)
      let written = context.source.id == span.source ? context.source.text(of: span) : name.name
      context.report(
        "`\(written)` is the name of a variable that does not exist", at: span, help: "put the text in quotes",
        fixes: [context.replacing(span, with: "\"\(written)\"", "write `\"\(written)\"`", safety: .unsafe)])
    }
  }
}
