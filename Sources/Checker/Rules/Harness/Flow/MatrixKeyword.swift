import Diagnostics
import IR

/// A word that other systems know in a matrix becomes an axis.
enum MatrixKeyword: HarnessNodeRule {
  static let info = RuleInfo(
    "matrix-keyword", .warning, "A word that other systems know in a matrix becomes an axis.",
    why: """
      Besides `exclude`, `maxConcurrency` and `nodeName`, every key of `matrix` is an axis, so `include` and its like \
      multiply the runs.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {os: [linux, windows], batchSize: [2]}}
        #                                             ^^^^^^^^^ matrix-keyword: `batchSize` becomes an axis
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
            strategy: {matrix: {os: [linux, windows], maxConcurrency: 2}}
            spec: {command: make}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let loop = node.loop, case .matrix(let matrix) = loop.kind else { return }
    for axis in matrix.axes where keywords.contains(axis.name.value) {
      let isCount = axis.name.value != "include" && axis.name.value != "when" && axis.name.value != "fail-fast"
      context.report(
        "`\(axis.name.value)` becomes an axis", at: axis.name.span,
        help: isCount ? "write `maxConcurrency`" : "Harness knows no such key here")
    }
  }

  private static var keywords: Set<String> {
    ["include", "batchSize", "max-parallel", "maxParallel", "max_concurrency", "fail-fast", "when", "concurrency"]
  }
}
