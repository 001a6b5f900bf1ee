import Diagnostics

/// An expression reads an axis that no matrix around it has.
enum UnknownAxis: HarnessMissRule {
  static let info = RuleInfo(
    "unknown-axis", .error, "An expression reads an axis that no matrix around it has.",
    why: """
      `matrix.…` knows the axes of the loops around the expression. Any other gives nothing, and the text `null` \
      appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {matrix: {os: [linux, windows], node-version: [18, 20]}}
            spec: {command: 'echo <+matrix.osx>'}
        #                                  ^^^ unknown-axis: no matrix around this has an axis `osx`
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
            spec: {command: 'echo <+matrix.os>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.unknownAxis

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      miss.candidates.isEmpty
        ? "no loop around this is a matrix" : "no matrix around this has an axis `\(miss.name)`", miss, at: place)
  }
}
