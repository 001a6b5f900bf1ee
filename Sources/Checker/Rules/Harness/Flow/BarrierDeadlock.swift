import Diagnostics
import IR

/// Steps wait at one barrier that can never be there together.
enum BarrierDeadlock: HarnessNodeRule {
  static let info = RuleInfo(
    "barrier-deadlock", .error, "Steps wait at one barrier that can never be there together.",
    why: """
      Whoever reaches a barrier waits for all others. Where one comes after the other, or one is part of the rollback, \
      the first waits for ever.
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
        - stage:
            identifier: two
            name: two
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: again, name: again, type: Barrier, timeout: 10m, spec: {barrierRef: ready}}
        #                                                                                                  ^^^^^ barrier-deadlock: this waits at barrier `ready` for a step that does not run at the same time
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
    guard node.kind == .pipeline else { return }
    var waiting: [String: [(place: Text, node: Int)]] = [:]
    var order: [String] = []
    for record in environment.nodes {
      guard let step = record.step, case .barrier(let reference?) = step.action, !reference.value.contains("<+") else {
        continue
      }
      if waiting[reference.value] == nil { order.append(reference.value) }
      waiting[reference.value, default: []].append((reference, record.index))
    }
    for name in order {
      let all = waiting[name] ?? []
      guard all.count > 1, all.count <= 200 else { continue }
      for (one, other) in zip(all, all.dropFirst()) where !environment.areConcurrent(one.node, other.node) {
        context.report(
          "this waits at barrier `\(name)` for a step that does not run at the same time", at: other.place.span,
          related: [Diagnostic.Label(one.place.span, "the other one")],
          help: "put what waits for each other into one `parallel`")
        break
      }
    }
  }
}
