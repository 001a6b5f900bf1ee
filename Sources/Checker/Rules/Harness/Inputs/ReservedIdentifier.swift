import Diagnostics
import Expressions
import IR

/// An identifier is a word that Harness keeps for itself.
enum ReservedIdentifier: HarnessNodeRule {
  static let info = RuleInfo(
    "reserved-identifier", .error, "An identifier is a word that Harness keeps for itself.",
    why: """
      Words that mean something in expressions, such as `step` or `not`, cannot be identifiers; Harness refuses the \
      pipeline.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: not
        #               ^^^ reserved-identifier: `not` is a word that Harness keeps for itself
            name: not
            type: Run
            spec: {command: 'make'}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'make'}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    if let identifier = node.identifier { check(identifier, &context) }
    for variable in node.declaredVariables { if let name = variable.name { check(name, &context) } }
  }

  private static func check(_ name: Text, _ context: inout RuleContext) {
    guard HarnessName.rejected.contains(name.value) else { return }
    context.report("`\(name.value)` is a word that Harness keeps for itself", at: name.span, help: "choose another one")
  }
}
