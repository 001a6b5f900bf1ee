import Diagnostics

/// An expression reads the output of a step that may be skipped.
enum MaybeSkipped: HarnessMissRule {
  static let info = RuleInfo(
    "maybe-skipped", .info, persona: .pedantic, "An expression reads the output of a step that may be skipped.",
    why: """
      A skipped step has no outputs. Where its condition does not hold, the text `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            when: {stageStatus: Success, condition: '<+codebase.branch> == "main"'}
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+steps.build.output.outputVariables.TAG>'}
        #                                 ^^^^^ maybe-skipped: step `build` has a condition, and where it is skipped this is `null`
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

  static let kind = HarnessMiss.Kind.maybeSkipped

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "\(miss.node.map { place.words(for: $0) } ?? "it") has a condition, and where it is skipped this is `null`", miss,
      at: place, related: place.label(for: miss.node, "it stands here"))
  }
}
