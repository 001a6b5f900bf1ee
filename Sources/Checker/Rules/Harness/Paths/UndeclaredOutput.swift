import Diagnostics

/// An expression reads an output that its step does not declare.
enum UndeclaredOutput: HarnessMissRule {
  static let info = RuleInfo(
    "undeclared-output", .error, "An expression reads an output that its step does not declare.",
    why: """
      Only what stands under `outputVariables` is taken from the shell when the step ends. Anything else gives \
      nothing, and the text `null` appears.
      """,
    flagged: [
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
            spec: {command: 'echo <+steps.build.output.outputVariables.TGA>'}
        #                                                              ^^^ undeclared-output: step `build` declares no output `TGA`
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

  static let kind = HarnessMiss.Kind.undeclaredOutput

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "\(miss.node.map { place.words(for: $0) } ?? "the step") declares no output `\(miss.name)`", miss, at: place,
      related: place.label(for: miss.node, "the step"), help: "declare it under `outputVariables`")
  }
}
