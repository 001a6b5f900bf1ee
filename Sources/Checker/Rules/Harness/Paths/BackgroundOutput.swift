import Diagnostics

/// An expression reads the output of a Background step.
enum BackgroundOutput: HarnessMissRule {
  static let info = RuleInfo(
    "background-output", .error, "An expression reads the output of a Background step.",
    why: """
      A Background step is started and not awaited; it never has outputs.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: database
            name: database
            type: Background
            spec: {image: postgres, connectorRef: hub}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.database.output.outputVariables.PORT>'}
        #                                          ^^^^^^ background-output: step `database` runs in the background and has no outputs
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

  static let kind = HarnessMiss.Kind.backgroundOutput

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "\(miss.node.map { place.words(for: $0) } ?? "a Background step") runs in the background and has no outputs",
      miss,
      at: place, related: place.label(for: miss.node, "the step"))
  }
}
