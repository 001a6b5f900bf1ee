import Diagnostics
import Expressions
import IR

/// An identifier is a word of the expression language.
enum UnreachableIdentifier: HarnessNodeRule {
  static let info = RuleInfo(
    "unreachable-identifier", .warning, "An identifier is a word of the expression language.",
    why: """
      Such a word cannot stand behind a dot, so no ordinary path leads there. What Harness calls `status` or \
      `_harness_system…` is hidden or hides.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: size
        #               ^^^^ unreachable-identifier: expressions cannot name `size`
            name: size
            type: Run
            spec: {command: 'make'}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: measure
            name: measure
            type: Run
            spec: {command: 'make'}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    if let identifier = node.identifier { check(identifier, &context) }
    for variable in node.declaredVariables { if let name = variable.name { check(name, &context) } }
  }

  private static func check(_ name: Text, _ context: inout RuleContext) {
    if HarnessName.unreachable.contains(name.value) {
      context.report(
        "expressions cannot name `\(name.value)`", at: name.span,
        help: "choose another one, or write `[\"\(name.value)\"]`")
    } else if name.value.hasPrefix(HarnessName.reservedPrefix) {
      context.report(
        "names with `\(HarnessName.reservedPrefix)` are Harness's own", at: name.span, help: "choose another one")
    }
  }
}
