import Diagnostics

/// An expression reads a step that runs at the same time.
enum ParallelStep: HarnessMissRule {
  static let info = RuleInfo(
    "parallel-step", .error, "An expression reads a step that runs at the same time.",
    why: """
      Members of one `parallel` start together. When the expression is worked out, the other one has not ended and \
      often not begun; what appears is the text `null`.
      """,
    flagged: [
      .steps(
        """
        - parallel:
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
        #                                     ^^^^^ parallel-step: step `build` runs at the same time as this
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

  static let kind = HarnessMiss.Kind.parallelStep

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "\(miss.node.map { place.words(for: $0) } ?? "it") runs at the same time as this", miss, at: place,
      related: place.label(for: miss.node, "it stands here"), help: "let this follow the `parallel`")
  }
}
