import Diagnostics

/// An expression follows a name that does not exist.
enum UnknownPath: HarnessMissRule {
  static let info = RuleInfo(
    "unknown-path", .error, "An expression follows a name that does not exist.",
    why: """
      Harness looks a path up name by name and, where a name is missing, gives nothing: in a command the text `null` \
      appears, and a comparison is simply false. Nothing is said about it.
      """,
    exceptions: """
      Harness has learned the name since this version of pipec; findings that pipec is less sure of are warnings.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+Pipeline.name>'}
        #                           ^^^^^^^^ unknown-path: no expression begins with `Pipeline` here
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+pipeline.stage.build.name>'}
        #                                    ^^^^^ unknown-path: `pipeline` has no `stage`
        """),
      .steps(
        """
        - step:
            identifier: compile
            name: compile
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+compile.output.outputVariables.TAG>'}
        #                           ^^^^^^^ unknown-path: no expression begins with `compile` here
        """),
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            spec: {command: 'echo <+pipeline.name> <+stage.name> <+pipeline.stages.build.name>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.unknownPath

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let container = place.container(of: miss.segment)
    let words =
      container.isEmpty
      ? "no expression begins with `\(miss.name)` here" : "`\(container)` has no `\(miss.name)`"
    context.report(words, miss, at: place, severity: miss.isUncertain ? .warning : nil)
  }
}
