import Diagnostics

/// A path to a step in a group does not name the group.
enum MissingGroupSegment: HarnessMissRule {
  static let info = RuleInfo(
    "missing-group-segment", .error, "A path to a step in a group does not name the group.",
    why: """
      A step group adds two names to the path of its steps, its identifier and `steps`. Without them the step is not \
      found, and the text `null` appears.
      """,
    flagged: [
      .steps(
        """
        - stepGroup:
            identifier: tests
            name: tests
            steps:
              - step:
                  identifier: unit
                  name: unit
                  type: Run
                  spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: late
            name: late
            type: Run
            spec: {command: 'echo <+execution.steps.unit.output.outputVariables.TAG>'}
        #                                           ^^^^ missing-group-segment: `unit` is in group `tests`, which the path does not name
        """)
    ],
    accepted: [
      .steps(
        """
        - stepGroup:
            identifier: tests
            name: tests
            steps:
              - step:
                  identifier: unit
                  name: unit
                  type: Run
                  spec: {command: 'export TAG=1', outputVariables: [{name: TAG}]}
        - step:
            identifier: late
            name: late
            type: Run
            spec: {command: 'echo <+execution.steps.tests.steps.unit.output.outputVariables.TAG>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.missingGroup

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let group = miss.node.flatMap { place.environment.nodes[$0].parent }
    let name = group.map { place.environment.nodes[$0].name } ?? ""
    context.report(
      "`\(miss.name)` is in group `\(name)`, which the path does not name", miss, at: place,
      related: place.label(for: group, "the group"))
  }
}
