import Diagnostics
import IR

/// The stages wait for each other in a way that cannot work.
enum StageGraph: HarnessNodeRule {
  static let info = RuleInfo(
    "stage-graph", .error, "The stages wait for each other in a way that cannot work.",
    why: """
      Where stages name what they depend on, the order in the file counts nothing: each waits for the stages it names. \
      A name that no stage has, or a circle, keeps it waiting for ever.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: one
            name: one
            type: Custom
            dependsOn: [two]
        #               ^^^ stage-graph: stage `one` waits for itself, by way of `two`
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        - stage:
            identifier: two
            name: two
            type: Custom
            dependsOn: [one]
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: one
            name: one
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        - stage:
            identifier: two
            name: two
            type: Custom
            dependsOn: [one]
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard node.kind == .pipeline, !node.isOpen else { return }
    let stages = node.children.map { environment.nodes[$0] }
    guard stages.contains(where: { !($0.stage?.dependsOn ?? []).isEmpty }) else { return }
    let names = stages.map(\.name)
    let positions = Dictionary(
      names.enumerated().map { ($0.element, $0.offset) }, uniquingKeysWith: { first, _ in first })
    var needs: [[Int]] = []
    for stage in stages {
      var known: [Int] = []
      for name in stage.stage?.dependsOn ?? [] {
        if let position = positions[name.value] {
          known.append(position)
        } else if !name.value.contains("<+") {
          let nearest = context.nearest(to: name.value, among: names)
          context.report(
            "the pipeline has no stage `\(name.value)`", at: name.span, help: nearest.map { "did you mean `\($0)`?" })
        }
      }
      needs.append(known)
    }
    if let circle = firstInCircle(needs), let place = stages[circle].stage?.dependsOn.first {
      context.report("stage `\(stages[circle].name)` waits for itself, by way of `\(place.value)`", at: place.span)
    }
  }

  /// The first stage that is left over when all that can start have started.
  private static func firstInCircle(_ needs: [[Int]]) -> Int? {
    var open = needs.map(\.count)
    var waiting: [[Int]] = Array(repeating: [], count: needs.count)
    for (stage, list) in needs.enumerated() { for need in list { waiting[need].append(stage) } }
    var ready = open.indices.filter { open[$0] == 0 }
    while let stage = ready.popLast() {
      for next in waiting[stage] {
        open[next] -= 1
        if open[next] == 0 { ready.append(next) }
      }
    }
    return open.firstIndex { $0 > 0 }
  }
}
