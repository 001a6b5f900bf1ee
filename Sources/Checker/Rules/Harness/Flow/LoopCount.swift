import Diagnostics
import IR

/// A loop runs never, or does not say how often.
enum LoopCount: HarnessNodeRule {
  static let info = RuleInfo(
    "loop-count", .error, "A loop runs never, or does not say how often.",
    why: """
      A loop needs a number of at least 1, and `repeat` exactly one of `times` and `items`. Harness refuses the \
      pipeline otherwise.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {parallelism: 0}
        #                           ^ loop-count: `parallelism` must be at least 1
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {times: 0}}
        #                              ^ loop-count: `times` must be at least 1
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {times: 2, items: [a, b]}}
        #                              ^ loop-count: `repeat` has both `times` and `items`
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {items: [a, b], partitionSize: -3}}
        #                                                     ^^ loop-count: `partitionSize` must be at least 1
            spec: {command: make}
        """),
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {parallelism: 2}
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {repeat: {items: [a, b]}}
            spec: {command: make}
        """),
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    switch node.loop?.kind {
    case .parallelism(let count)?: positive(count, "parallelism", &context)
    case .repeat(let loop)?:
      if let times = loop.times {
        positive(times, "times", &context)
        if loop.items != nil {
          context.report("`repeat` has both `times` and `items`", at: times.span, help: "choose one of them")
        }
      } else if loop.items == nil {
        context.report("`repeat` has neither `times` nor `items`", at: loop.span, help: "write one of them")
      }
      if let size = loop.partitionSize { positive(size, "partitionSize", &context) }
      if let items = loop.items?.items, items.isEmpty, let span = loop.items?.span {
        context.report("`items` is empty, so nothing runs", at: span)
      }
    default: break
    }
  }

  private static func positive(_ field: HarnessField<Int64>, _ key: String, _ context: inout RuleContext) {
    guard let value = field.literal, value <= 0 else { return }
    context.report("`\(key)` must be at least 1", at: field.span)
  }
}
