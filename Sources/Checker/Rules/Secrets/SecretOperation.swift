import Diagnostics
import Expressions

/// A function is called on a secret.
enum SecretOperation: HarnessExpressionRule {
  static let info = RuleInfo(
    "secret-operation", .warning, group: .secrets, "A function is called on a secret.",
    why: """
      Until the container starts, a secret is a placeholder. Functions and comparisons see the placeholder, not the \
      value.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make', envVariables: {SIZE: <+secrets.getValue("token").length()>}}
        #                                                                           ^^^^^^^^^ secret-operation: `length` sees a placeholder, not the secret
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make', envVariables: {TOKEN: <+secrets.getValue("token")>}}
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program else { return }
    for node in program.nodes {
      guard case .access(let base, let members) = node.kind else { continue }
      let isCall: Bool
      if case .identifier("secrets") = program[base].kind {
        isCall = members.count > 1
      } else {
        isCall = text.type(of: base, in: expression) == .secret && !members.isEmpty
      }
      guard isCall, let last = members.last, case .method(let name, _) = last.kind, name != "getValue" else { continue }
      context.report(
        "`\(name)` sees a placeholder, not the secret", at: text.span(last.range, in: expression),
        help: "work on the value in the script, where it is an environment variable")
    }
  }
}
