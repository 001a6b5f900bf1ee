import Diagnostics
import IR

/// An axis of a matrix has a plain value.
enum MatrixAxisValue: HarnessNodeRule {
  static let info = RuleInfo(
    "matrix-axis-value", .error, "An axis of a matrix has a plain value.",
    why: """
      An axis is a list, or an expression or JSON text that gives one. Harness refuses anything else.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: test
            name: test
            type: Run
            strategy: {matrix: {os: linux}}
        #                           ^^^^^ matrix-axis-value: axis `os` needs a list
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
            strategy: {matrix: {os: [linux]}}
            spec: {command: make}
        """)
    ],
    yields: ["type-mismatch"])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let loop = node.loop, case .matrix(let matrix) = loop.kind else { return }
    for axis in matrix.axes {
      switch axis.value.value {
      case .list: continue
      case .string(let text):
        let trimmed = text.value.drop { $0 == " " || $0 == "\n" }
        if trimmed.contains("<+") || trimmed.hasPrefix("[") { continue }
      case .null, .bool, .integer, .unsigned, .float, .binary, .map: break
      }
      let span = axis.value.span.length > 0 ? axis.value.span : axis.name.span
      let isPlain = axis.value.entries == nil && axis.value.span.length > 0
      context.report(
        "axis `\(axis.name.value)` needs a list", at: span, help: isPlain ? "write `[\(axis.value.name ?? "…")]`" : nil)
    }
  }
}
