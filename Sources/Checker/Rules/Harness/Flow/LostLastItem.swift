import Diagnostics
import IR

/// A part of the items is chosen without its end, and the last item is lost.
enum LostLastItem: HarnessNodeRule {
  static let info = RuleInfo(
    "lost-last-item", .warning, "A part of the items is chosen without its end, and the last item is lost.",
    why: """
      Where `start` is given and `end` is not, Harness takes the items up to the one before the last.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {items: [a, b, c], start: 1}}
        #                                                ^ lost-last-item: without `end` the last item is left out
            spec: {command: make}
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {items: [a, b, c], start: 1, end: 3}}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let strategy = node.loop, case .repeat(let loop) = strategy.kind, let start = loop.start, loop.end == nil,
      loop.unit?.value != "Percentage"
    else { return }
    context.report("without `end` the last item is left out", at: start.span, help: "write `end`, the number of items")
  }
}
