import Diagnostics

/// An expression reads the state of a loop where there is none.
enum OutsideLoop: HarnessMissRule {
  static let info = RuleInfo(
    "outside-loop", .error, "An expression reads the state of a loop where there is none.",
    why: """
      `matrix`, `repeat` and `strategy` exist only inside a stage, group or step with a `strategy`. Elsewhere the text \
      `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo <+matrix.os>'}
        #                           ^^^^^^ outside-loop: there is no loop around this, so `matrix` is nothing
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {matrix: {os: [linux, windows], node-version: [18, 20]}}
            spec: {command: 'echo <+matrix.os> <+strategy.iteration>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.outsideLoop

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report("there is no loop around this, so `\(miss.name)` is nothing", miss, at: place)
  }
}
