import Diagnostics

/// An expression reads the item of a loop without items.
enum MissingItem: HarnessMissRule {
  static let info = RuleInfo(
    "missing-item", .error, "An expression reads the item of a loop without items.",
    why: """
      Only `repeat` with `items` has an item; `times` and `parallelism` only count. The text `null` appears in place \
      of the item.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {repeat: {times: 2}}
            spec: {command: 'echo <+repeat.item>'}
        #                                  ^^^^ missing-item: the loop around this has no `items`, so there is no `repeat.item`
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {repeat: {times: 2}}
            spec: {command: 'echo <+strategy.iteration>'}
        """),
      .steps(
        """
        - step:
            identifier: build
            name: build
            type: Run
            strategy: {repeat: {items: [a, b]}}
            spec: {command: 'echo <+repeat.item>'}
        """),
    ])

  static let kind = HarnessMiss.Kind.missingItem

  static func report(_ miss: HarnessMiss, at place: HarnessMissPlace, in context: inout RuleContext) {
    context.report(
      "the loop around this has no `items`, so there is no `repeat.\(miss.name)`", miss, at: place,
      help: "write `<+strategy.iteration>` for the number of the run")
  }
}
