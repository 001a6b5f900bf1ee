import Diagnostics

/// An expression reads a stage, group or step that has not run yet.
enum LaterStep: HarnessMissRule {
  static let info = RuleInfo(
    "later-step", .error, "An expression reads a stage, group or step that has not run yet.",
    why: """
      Expressions are worked out when their step starts. What runs later has no values then, not even those that the \
      file gives it: the text `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build.output.outputVariables.TAG>'}
        #                                 ^^^^^ later-step: step `build` runs later than this
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
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

  static let kind = HarnessMiss.Kind.laterStep

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "\(miss.node.map { place.words(for: $0) } ?? "it") runs later than this", miss, at: place,
      related: place.label(for: miss.node, "it stands here"), help: "move it before this, or this behind it")
  }
}
