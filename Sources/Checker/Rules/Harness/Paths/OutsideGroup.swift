import Diagnostics

/// An expression reads the step group where there is none.
enum OutsideGroup: HarnessMissRule {
  static let info = RuleInfo(
    "outside-group", .error, "An expression reads the step group where there is none.",
    why: """
      `stepGroup` is the nearest group around the step. Where there is none, the text `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo <+stepGroup.variables.region>'}
        #                           ^^^^^^^^^ outside-group: there is no step group around this
        """)
    ],
    accepted: [
      .steps(
        """
        - stepGroup:
            identifier: tests
            name: tests
            variables: [{name: region, type: String, value: eu}]
            steps:
              - step: {identifier: unit, name: unit, type: Run, spec: {command: 'echo <+stepGroup.variables.region>'}}
        """)
    ])

  static let kind = HarnessMiss.Kind.outsideGroup

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      miss.segment == 0 ? "there is no step group around this" : "the step group around this is in no other group",
      miss,
      at: place)
  }
}
