import Diagnostics
import IR

/// A secret stands between double quotes in a script.
enum SecretInDoubleQuotes: HarnessTextRule {
  static let info = RuleInfo(
    "secret-in-double-quotes", .warning, group: .security, "A secret stands between double quotes in a script.",
    why: """
      The value is put into the script before the shell reads it. Between double quotes the shell still looks for `$`, \
      backquotes and backslashes in it, so a password with one of them is changed, or worse, run.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: push
            name: push
            type: Run
            spec:
              shell: Sh
              command: |
                curl -u "me:<+secrets.getValue("token")>" https://example.com
        #                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-in-double-quotes: the shell looks for `$` in this secret
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: push
            name: push
            type: Run
            spec:
              shell: Sh
              command: |
                curl -u "me:$TOKEN" https://example.com
              envVariables: {TOKEN: <+secrets.getValue("token")>}
        """)
    ])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    guard text.field.isScript, text.field.use == .rendered else { return }
    let spans = text.outermost.map { text.expressions[$0] }
    guard spans.contains(where: { isSecret($0, text) }) else { return }
    // In other languages `$` means nothing.
    if environment.nodes[text.field.position.node].data["spec"]?["shell"]?.name == "Python" { return }
    let quoted = ShellText(text.bytes, hiding: spans.map { text.whole($0) }).isDoubleQuoted
    for (expression, isQuoted) in zip(spans, quoted) where isQuoted && isSecret(expression, text) {
      context.report(
        "the shell looks for `$` in this secret", at: text.span(text.whole(expression)),
        help: "put it into an environment variable, and use that")
    }
  }

  /// Whether it gives a secret.
  static func isSecret(_ expression: HarnessExpression, _ text: HarnessScannedText) -> Bool {
    if case .known(.secret, _)? = expression.resolution, expression.isPlainPath { return true }
    return expression.path?.segments.first?.name == "secrets" && expression.path?.methodName == "getValue"
  }
}
