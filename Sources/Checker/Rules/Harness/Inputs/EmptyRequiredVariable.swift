import Diagnostics
import IR

/// A required variable has no value.
enum EmptyRequiredVariable: HarnessNodeRule {
  static let info = RuleInfo(
    "empty-required-variable", .error, "A required variable has no value.",
    why: """
      Harness refuses to run the pipeline while it is empty, and nothing in it lets anybody fill it in.
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
        variables: [{name: region, type: String, required: true, value: ""}]
        #                  ^^^^^^ empty-required-variable: `region` is required and empty
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
        variables: [{name: region, type: String, required: true, value: <+input>}]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for variable in node.declaredVariables where variable.isRequired?.literal == true {
      guard isEmpty(variable.value), isEmpty(variable.defaultValue) else { continue }
      context.report(
        "`\(variable.name?.value ?? "this variable")` is required and empty", at: variable.name?.span ?? variable.span,
        help: "write a value, or `<+input>`")
    }
  }

  private static func isEmpty(_ data: Data?) -> Bool {
    switch data?.value {
    case nil, .null: true
    case .string(let text): text.value.isEmpty
    default: false
    }
  }
}
