import Diagnostics

/// A step reads its own output.
enum OwnOutput: HarnessMissRule {
  static let info = RuleInfo(
    "own-output", .error, "A step reads its own output.",
    why: """
      Outputs exist when the step has ended, but its expressions are worked out before it starts.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1; echo <+steps.build.output.outputVariables.TAG>', outputVariables: [{name: TAG}]}
        #                                               ^^^^^ own-output: step `build` reads its own output
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build.output.outputVariables.TAG>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.ownOutput

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "step `\(miss.name)` reads its own output", miss, at: place, help: "use the shell variable instead")
  }
}
