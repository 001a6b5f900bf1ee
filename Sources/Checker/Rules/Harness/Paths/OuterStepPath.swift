import Diagnostics

/// A path that begins with `steps` names a step of an outer list.
enum OuterStepPath: HarnessMissRule {
  static let info = RuleInfo(
    "outer-step-path", .error, "A path that begins with `steps` names a step of an outer list.",
    why: """
      `steps` is the nearest list of that name. Inside a group it is the group's own, and among the steps of a \
      rollback there is none at all; a step outside is reached by `execution.steps`.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - stepGroup:
            identifier: tests
            name: tests
            steps:
              - step:
                  identifier: unit
                  name: unit
                  type: Run
                  spec: {command: 'export TAG=<+steps.build.output.outputVariables.TAG>', outputVariables: [{name: TAG}]}
        #                                             ^^^^^ outer-step-path: `build` is not in the list that `steps` means here
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
        - stepGroup:
            identifier: tests
            name: tests
            steps:
              - step:
                  identifier: unit
                  name: unit
                  type: Run
                  spec: {command: 'export TAG=<+execution.steps.build.output.outputVariables.TAG>', outputVariables: [{name: TAG}]}
        """)
    ])

  static let kind = HarnessMiss.Kind.outerStep

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      miss.segment == 0
        ? "among the steps of a rollback there is no `steps`"
        : "`\(miss.name)` is not in the list that `steps` means here",
      miss, at: place, related: place.label(for: miss.node, "the step"))
  }
}
