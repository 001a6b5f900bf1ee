import Diagnostics

/// An expression calls a function that does not exist.
enum MisspeltFunction: HarnessMissRule {
  static let info = RuleInfo(
    "misspelt-function", .error, "An expression calls a function that does not exist.",
    why: """
      The functions are those of `secrets`, `regex`, `json`, `xml`, `datetime`, `shell` and a few more, in exactly \
      this spelling. A call of any other gives nothing, and the text `null` appears.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo done', envVariables: {TOKEN: <+secret.getValue("token")>}}
        #                                                        ^^^^^^ misspelt-function: there is no `secret` with such a function
        """),
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo done', envVariables: {TOKEN: <+secrets.get("token")>}}
        #                                                                     ^^^^^ misspelt-function: `secrets` has no function `get`
        """),
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            spec: {command: 'echo done', envVariables: {TOKEN: <+secrets.getValue("token")>}}
        """)
    ])

  static let kind = HarnessMiss.Kind.misspeltFunction

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    let container = place.container(of: miss.segment)
    context.report(
      container.isEmpty || miss.segment == 0
        ? "there is no `\(miss.name)` with such a function" : "`\(container)` has no function `\(miss.name)`", miss,
      at: place)
  }
}
