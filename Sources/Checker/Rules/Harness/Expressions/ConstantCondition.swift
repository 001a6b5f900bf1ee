import Diagnostics
import Expressions

/// A condition never holds.
enum ConstantCondition: HarnessExpressionRule {
  static let info = RuleInfo(
    "constant-condition", .warning, "A condition never holds.",
    why: """
      Whatever the run is about, the condition is false, and what it belongs to is always skipped.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: test
                      name: test
                      type: Run
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> == "prod" && "a" == "b"
        #                          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ constant-condition: this never holds
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: test
                      name: test
                      type: Run
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> == "prod" && <+pipeline.variables.env> == "dev"
        #                                                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ constant-condition: `pipeline.variables.env` cannot be both `prod` and `dev`
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              platform: {os: Linux, arch: Amd64}
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: test
                      name: test
                      type: Run
                      when:
                        stageStatus: Success
                        condition: <+pipeline.variables.env> == "prod"
                      spec: {command: make}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """)
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard expression.kind == .condition, let program = expression.program, !expression.isPasted else { return }
    if isFalse(expression, program.root) {
      // Somebody who writes no more than `false` means it.
      var isPlain = false
      if case .literal = program[expression.unwrapped(program.root)].kind { isPlain = true }
      context.report(
        "this never holds", at: text.span(of: program.root, in: expression), severity: isPlain ? .info : nil)
      return
    }
    var seen: [String: (value: String, node: JexlProgram.ID)] = [:]
    var open = [program.root]
    while let node = open.popLast() {
      guard case .binary(let sign, let left, let right) = program[expression.unwrapped(node)].kind else { continue }
      if sign == .and {
        open.append(right)
        open.append(left)
        continue
      }
      guard sign == .equal, let path = text.path(of: left, in: expression), let value = expression.textLiteral(right)
      else {
        continue
      }
      if let first = seen[path.text], first.value != value {
        context.report(
          "`\(path.text)` cannot be both `\(first.value)` and `\(value)`", at: text.span(of: node, in: expression),
          related: [Diagnostic.Label(text.span(of: first.node, in: expression), "and this")],
          help: "write `||` for `&&`")
        return
      }
      seen[path.text] = (value, node)
    }
  }

  /// Whether what is written out decides that it is false.
  private static func isFalse(_ expression: HarnessExpression, _ node: JexlProgram.ID) -> Bool {
    guard let program = expression.program else { return false }
    switch program[expression.unwrapped(node)].kind {
    case .literal(.boolean(let value)): return !value
    case .literal(.string(let text)): return text == "false" || text.isEmpty
    case .binary(.and, let left, let right): return isFalse(expression, left) || isFalse(expression, right)
    case .binary(.or, let left, let right): return isFalse(expression, left) && isFalse(expression, right)
    case .binary(.equal, let left, let right):
      guard let one = expression.textLiteral(left), let other = expression.textLiteral(right) else { return false }
      return one != other
    default: return false
    }
  }
}
