import Diagnostics
import IR

/// A Run step has neither a command nor an image.
enum EmptyRun: HarnessNodeRule {
  static let info = RuleInfo(
    "empty-run", .error, "A Run step has neither a command nor an image.",
    why: """
      A Run step runs its command, or what its image starts. With neither there is nothing to run, and Harness refuses \
      it.
      """,
    flagged: [
      .steps(
        """
        - step: {identifier: test, name: test, type: Run, spec: {shell: Sh}}
        #                                            ^^^ empty-run: this step has nothing to run
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
    guard case .run(let run)? = node.step?.action, run.command == nil, run.container.image == nil,
      node.data["spec"]?["command"] == nil, node.data["spec"]?["image"] == nil
    else { return }
    context.report("this step has nothing to run", at: node.step?.type?.span ?? node.data.span, help: "write `command`")
  }
}
