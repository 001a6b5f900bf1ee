import Diagnostics
import IR

/// A barrier is not declared.
enum UnknownBarrier: HarnessNodeRule {
  static let info = RuleInfo(
    "unknown-barrier", .error, "A barrier is not declared.",
    why: """
      Barriers are declared under `flowControl`. Harness refuses a pipeline that waits at another one.
      """,
    flagged: [
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
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: redy}}
        #                                                                                                    ^^^^ unknown-barrier: no barrier `redy` is declared
            - stage:
                identifier: two
                name: two
                type: Custom
                spec:
                  execution:
                    steps:
                      - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: <+stage.name>}}
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
    guard let step = node.step, case .barrier(let reference?) = step.action, !reference.value.contains("<+") else {
      return
    }
    guard let pipeline = environment.nodes[0].pipeline, !environment.nodes[0].isOpen else { return }
    let names = pipeline.barriers.compactMap { $0.identifier?.value }
    guard !names.contains(reference.value) else { return }
    let nearest = context.nearest(to: reference.value, among: names)
    context.report(
      "no barrier `\(reference.value)` is declared", at: reference.span,
      help: nearest.map { "did you mean `\($0)`?" } ?? "declare it under `flowControl.barriers`",
      fixes: nearest.map { [context.replacing(reference.span, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
  }
}
