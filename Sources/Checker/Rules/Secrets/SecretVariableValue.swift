import Diagnostics
import Expressions
import IR

/// A Secret variable is given an expression for a secret.
enum SecretVariableValue: HarnessNodeRule {
  static let info = RuleInfo(
    "secret-variable-value", .error, group: .secrets, "A Secret variable is given an expression for a secret.",
    why: """
      The value of a Secret variable is the reference itself, `id`, `org.id` or `account.id`. Harness refuses \
      `<+secrets.getValue(…)>` there.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        variables: [{name: token, type: Secret, value: <+secrets.getValue("token")>}]
        #                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-variable-value: a Secret variable takes the reference itself
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        variables: [{name: token, type: Secret, value: token}]
        """)
    ],
    yields: [])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for variable in node.declaredVariables where variable.type?.value == "Secret" {
      guard let text = variable.value?.text else { continue }
      if text.value.contains("secrets.getValue(") {
        context.report(
          "a Secret variable takes the reference itself", at: text.span,
          help: "write the identifier of the secret alone")
      } else if !text.value.contains("<+"), !text.value.isEmpty,
        case .failure(let problem) = HarnessReference.parse(text.value)
      {
        context.report(
          problem.message, at: text.span, help: problem.suggestion.map { "write `\($0)`" })
      }
    }
  }
}
