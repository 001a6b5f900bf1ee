import Diagnostics
import Expressions

/// A secret is named in a way that no secret has.
enum MalformedSecret: HarnessExpressionRule {
  static let info = RuleInfo(
    "malformed-secret", .error, group: .secrets, "A secret is named in a way that no secret has.",
    why: """
      Before the identifier of a secret stands nothing, `org.` or `account.`. With any other word, or with characters \
      that no identifier has, the secret is not found and the step fails.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make', envVariables: {TOKEN: <+secrets.getValue("acount.token")>}}
        #                                                                    ^^^^^^^^^^^^^^ malformed-secret: `acount` is no scope of secrets
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make', envVariables: {TOKEN: <+secrets.getValue("my token")>}}
        #                                                                    ^^^^^^^^^^ malformed-secret: no secret can have the identifier `my token`
        """),
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make', envVariables: {TOKEN: <+secrets.getValue("account.token")>}}
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program else { return }
    for node in program.nodes {
      guard case .access(let base, let members) = node.kind, case .identifier("secrets") = program[base].kind,
        case .method("getValue", let arguments)? = members.first?.kind
      else { continue }
      guard let argument = arguments.first else {
        context.report(
          "no secret is named here", at: text.span(expression.range), help: "write `secrets.getValue(\"NAME\")`")
        continue
      }
      if let name = expression.textLiteral(argument) {
        check(name, text.span(of: argument, in: expression), &context)
      } else if case .identifier(let word) = program[expression.unwrapped(argument)].kind,
        text.nested(expression.unwrapped(argument), in: expression) == nil
      {
        let span = text.span(of: argument, in: expression)
        context.report(
          "the name `\(word)` needs quotes", at: span, help: "write `\"\(word)\"`",
          fixes: [context.replacing(span, with: "\"\(word)\"", "write `\"\(word)\"`", safety: .unsafe)])
      }
    }
  }

  private static func check(_ name: String, _ span: Span, _ context: inout RuleContext) {
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let identifier = parts[parts.count - 1]
    if parts.count == 2, parts[0] != "org", parts[0] != "account", parts[0] != "project" {
      let nearest = Suggestion.nearest(to: String(parts[0]), among: ["account", "org"])
      context.report(
        "`\(parts[0])` is no scope of secrets", at: span,
        help: nearest.map { "write `\($0).\(identifier)`" } ?? "scopes are `org.` and `account.`",
        fixes: nearest.map {
          [context.replacing(span, with: "\"\($0).\(identifier)\"", "write `\($0)`", safety: .unsafe)]
        } ?? [])
    } else if !isIdentifier(identifier) {
      context.report(
        "no secret can have the identifier `\(identifier)`", at: span,
        help: "write its identifier, not its name: letters, digits, `_`, `$` and `-`")
    }
  }

  private static func isIdentifier(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, !(0x30...0x39).contains(first), first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy {
      HarnessExpressionPath.isWordByte($0) && $0 != UInt8(ascii: "@") || $0 == UInt8(ascii: "-")
    }
  }
}
