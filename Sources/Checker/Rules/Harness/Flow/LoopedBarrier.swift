import Diagnostics
import IR

/// A step in a loop waits at a barrier.
enum LoopedBarrier: HarnessNodeRule {
  static let info = RuleInfo(
    "looped-barrier", .warning, "A step in a loop waits at a barrier.",
    why: """
      Each run of the loop waits by itself. Where not all of them run at once, they wait for each other for ever.
      """,
    flagged: [
      .stages(
        """
        - parallel:
            - stage:
                identifier: one
                name: one
                type: Custom
                strategy: {parallelism: 2}
                spec:
                  execution:
                    steps:
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
        #                                                                                                    ^^^^^ looped-barrier: this barrier stands in a loop
            - stage:
                identifier: two
                name: two
                type: Custom
                spec:
                  execution:
                    steps:
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
        """,
        """
        flowControl: {barriers: [{identifier: ready, name: ready}]}
        """)
    ],
    accepted: [
      .stages(
        """
        - parallel:
            - stage:
                identifier: one
                name: one
                type: Custom
                spec:
                  execution:
                    steps:
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
            - stage:
                identifier: two
                name: two
                type: Custom
                spec:
                  execution:
                    steps:
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
        """,
        """
        flowControl: {barriers: [{identifier: ready, name: ready}]}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let step = node.step, case .barrier(let reference?) = step.action else { return }
    for index in environment.chain(from: node.index) {
      guard let loop = environment.nodes[index].loop else { continue }
      context.report(
        "this barrier stands in a loop", at: reference.span, related: [Diagnostic.Label(loop.span, "the loop")])
      return
    }
  }
}
