import Diagnostics
import Expressions

/// An expression reaches for a Java class.
enum ClassAccess: HarnessExpressionRule {
  static let info = RuleInfo(
    "class-access", .error, group: .security, "An expression reaches for a Java class.",
    why: """
      `getClass()` and `.class` lead out of the expression language into Java; Harness forbids them.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+pipeline.name>.getClass()>'}
        #                                           ^^^^^^^^^^^ class-access: Java classes are out of reach
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+<+pipeline.name>.length()>'}
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program else { return }
    for node in program.nodes {
      guard case .access(_, let members) = node.kind else { continue }
      for member in members {
        switch member.kind {
        case .method("getClass", _), .property("class"):
          context.report("Java classes are out of reach", at: text.span(member.range, in: expression))
        default: break
        }
      }
    }
  }
}
