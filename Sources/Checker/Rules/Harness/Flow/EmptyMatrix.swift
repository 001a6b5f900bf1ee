import Diagnostics
import IR

/// A matrix has no combination to run.
enum EmptyMatrix: HarnessNodeRule {
  static let info = RuleInfo(
    "empty-matrix", .error, "A matrix has no combination to run.",
    why: """
      Without an axis, without a value in an axis, or with all combinations excluded there is nothing to run; Harness \
      refuses the pipeline.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {maxConcurrency: 2}}
        #                      ^^^^^^^^^^^^^^^^^^^ empty-matrix: this matrix has no axis
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {os: []}}
        #                       ^^ empty-matrix: axis `os` has no values
            spec: {command: make}
        """),
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {os: [linux], exclude: [{os: linux}]}}
        #                                              ^^^^^^^^^^^ empty-matrix: all combinations of this matrix are excluded
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
            strategy: {matrix: {os: [linux, windows], exclude: [{os: linux}]}}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let loop = node.loop, case .matrix(let matrix) = loop.kind, matrix.expression == nil else { return }
    guard !matrix.axes.isEmpty else {
      context.report("this matrix has no axis", at: matrix.span, help: "write one, such as `os: [linux, windows]`")
      return
    }
    var lists: [[String]] = []
    for axis in matrix.axes {
      guard let items = axis.value.items else { return }
      if items.isEmpty {
        context.report("axis `\(axis.name.value)` has no values", at: axis.name.span)
        return
      }
      let values = items.compactMap(\.name)
      guard values.count == items.count, !values.contains(where: { $0.contains("<+") }) else { return }
      lists.append(values)
    }
    let names = matrix.axes.map(\.name.value)
    let total = lists.reduce(1) { $0.multipliedReportingOverflow(by: $1.count).overflow ? .max : $0 * $1.count }
    guard total <= 4096, !matrix.exclude.isEmpty, allExcluded(names, lists, total, matrix.exclude) else { return }
    context.report(
      "all combinations of this matrix are excluded", at: matrix.exclude.first?.span ?? matrix.span)
  }

  private static func allExcluded(_ names: [String], _ lists: [[String]], _ total: Int, _ exclude: [Data]) -> Bool {
    let excluded = exclude.map { item in (item.entries ?? []).map { ($0.key.name ?? "", $0.value.name ?? "<+") } }
    guard excluded.count * total <= 1 << 18,
      !excluded.contains(where: { $0.isEmpty || $0.contains { $0.1.contains("<+") } })
    else { return false }
    for number in 0..<total {
      var rest = number
      var combination: [String: String] = [:]
      for (name, list) in zip(names, lists) {
        combination[name] = list[rest % list.count]
        rest /= list.count
      }
      if !excluded.contains(where: { $0.allSatisfy { combination[$0.0] == $0.1 } }) { return false }
    }
    return true
  }
}
