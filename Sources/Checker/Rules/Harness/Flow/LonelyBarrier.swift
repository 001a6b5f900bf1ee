import Diagnostics
import IR

/// Only one step waits at a barrier.
enum LonelyBarrier: HarnessNodeRule {
  static let info = RuleInfo(
    "lonely-barrier", .warning, "Only one step waits at a barrier.",
    why: """
      A barrier holds back those who come first until all are there. Where there is only one, it holds back nobody.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: one
            name: one
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: meet, name: meet, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
        #                                                                                                ^^^^^ lonely-barrier: nobody else waits at barrier `ready`
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
    guard node.kind == .pipeline, !node.isOpen, !environment.nodes.contains(where: { $0.isOpen || $0.loop != nil })
    else { return }
    var waiting: [String: [Text]] = [:]
    var order: [String] = []
    for record in environment.nodes {
      guard let step = record.step, case .barrier(let reference?) = step.action else { continue }
      if reference.value.contains("<+") { return }
      if waiting[reference.value] == nil { order.append(reference.value) }
      waiting[reference.value, default: []].append(reference)
    }
    let declared = node.pipeline?.barriers.compactMap { $0.identifier?.value } ?? []
    for name in order where declared.contains(name) {
      guard let all = waiting[name], all.count == 1 else { continue }
      context.report("nobody else waits at barrier `\(name)`", at: all[0].span)
    }
  }
}
