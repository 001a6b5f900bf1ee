import Diagnostics

/// A secret stands where Harness needs its value before there is one.
enum MisplacedSecret: HarnessTextRule {
  static let info = RuleInfo(
    "misplaced-secret", .warning, group: .secrets, "A secret stands where its value is never put in.",
    why: """
      A secret is a placeholder until a container or script starts, which gets the value. What Harness decides itself, such \
      as conditions, connectors and times, sees the placeholder: a condition compares that, and a connector of that name does \
      not exist.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            when:
              stageStatus: Success
              condition: <+secrets.getValue("token")> != ""
        #                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ misplaced-secret: a condition sees a placeholder here, not the secret
            spec: {command: make}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec:
              command: if [ -n "$TOKEN" ]; then make; fi
              envVariables: {TOKEN: <+secrets.getValue("token")>}
        """)
    ],
    yields: ["secret-operation"])

  private static let keys: Set<String> = ["connectorRef", "timeout", "templateRef", "delegateSelectors", "nodeName"]

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    let isCondition = text.field.use == .evaluated
    guard isCondition || keys.contains(text.field.key) else { return }
    for expression in text.expressions
    where expression.kind == .span && SecretInDoubleQuotes.isSecret(expression, text) {
      context.report(
        isCondition
          ? "a condition sees a placeholder here, not the secret"
          : "`\(text.field.key)` sees a placeholder here, not the secret",
        at: text.span(text.whole(expression)),
        help: isCondition
          ? "look at the value in the script, where it is an environment variable" : "write the value itself")
    }
  }
}
