import Diagnostics
import IR

/// A Background step has a command that its entrypoint hides.
enum IgnoredCommand: HarnessNodeRule {
  static let info = RuleInfo(
    "ignored-command", .warning, "A Background step has a command that its entrypoint hides.",
    why: """
      Where an entrypoint is given, the command of a Background step is not looked at.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: database
            name: database
            type: Background
            spec:
              image: postgres
              connectorRef: hub
              entrypoint: [postgres]
              command: postgres -v
        #              ^^^^^^^^^^^ ignored-command: the entrypoint hides this command
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: database
            name: database
            type: Background
            spec:
              image: postgres
              connectorRef: hub
              entrypoint: [postgres, -v]
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard case .background(let background)? = node.step?.action, let command = background.command,
      case .list(let entrypoint, _)? = background.container.entrypoint, !entrypoint.isEmpty
    else { return }
    context.report(
      "the entrypoint hides this command", at: context.firstLine(of: command.span), help: "put it into `entrypoint`")
  }
}
