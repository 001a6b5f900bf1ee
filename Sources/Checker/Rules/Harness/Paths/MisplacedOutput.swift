import Diagnostics

/// A path to an output variable lacks `output` or `outputVariables`.
enum MisplacedOutput: HarnessMissRule {
  static let info = RuleInfo(
    "misplaced-output", .error, "A path to an output variable lacks `output` or `outputVariables`.",
    why: """
      Outputs lie under `output.outputVariables`. Any shorter way gives nothing, and the text `null` appears.
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
            spec: {command: 'echo <+steps.build.outputVariables.TAG>'}
        #                                       ^^^^^^^^^^^^^^^ misplaced-output: `outputVariables` is not where the outputs of a step are
        """),
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
            spec: {command: 'echo <+steps.build.output.TAG>'}
        #                                              ^^^ misplaced-output: `TAG` is not where the outputs of a step are
        """),
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

  static let kind = HarnessMiss.Kind.misplacedOutput

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report("`\(miss.name)` is not where the outputs of a step are", miss, at: place)
  }
}
