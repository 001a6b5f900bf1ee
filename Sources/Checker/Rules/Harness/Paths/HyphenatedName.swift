import Diagnostics

/// A name with `-` or `.` stands behind a dot.
enum HyphenatedName: HarnessMissRule {
  static let info = RuleInfo(
    "hyphenated-name", .error, "A name with `-` or `.` stands behind a dot.",
    why: """
      To the expression language `my-name` is `my` minus `name`, and a dot ends a name. The value is not found, and \
      the text `null` appears; `.get("…")` takes any name.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {matrix: {os: [linux, windows], node-version: [18, 20]}}
            spec: {command: 'echo <+matrix.node-version>'}
        #                                  ^^^^^^^^^^^^ hyphenated-name: `node-version` is read as a subtraction
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
            spec: {command: 'echo <+matrix.get("node-version")>'}
        """)
    ])

  static let kind = HarnessMiss.Kind.hyphenatedName

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      miss.name.contains("-")
        ? "`\(miss.name)` is read as a subtraction" : "`\(miss.name)` is read as several names", miss, at: place)
  }
}
