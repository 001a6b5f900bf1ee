import Diagnostics
import IR

/// A combination that is excluded names an axis that does not exist.
enum ExcludedAxis: HarnessNodeRule {
  static let info = RuleInfo(
    "excluded-axis", .error, "A combination that is excluded names an axis that does not exist.",
    why: """
      The keys of an `exclude` item are axes. Harness refuses any other.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {os: [linux, windows], exclude: [{oss: linux}]}}
        #                                                        ^^^ excluded-axis: the matrix has no axis `oss`
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
            strategy: {matrix: {os: [linux, windows], exclude: [{os: linux}]}}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let loop = node.loop, case .matrix(let matrix) = loop.kind, matrix.expression == nil else { return }
    let names = matrix.axes.map(\.name.value)
    for item in matrix.exclude {
      for entry in item.entries ?? [] {
        guard let name = entry.key.name, !names.contains(name), !name.contains("<+") else { continue }
        let nearest = context.nearest(to: name, among: names)
        context.report(
          "the matrix has no axis `\(name)`", at: entry.key.span, help: nearest.map { "did you mean `\($0)`?" },
          fixes: nearest.map { [context.replacing(entry.key.span, with: $0, "write `\($0)`")] } ?? [])
      }
    }
  }
}
