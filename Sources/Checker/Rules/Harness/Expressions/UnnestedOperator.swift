import Diagnostics
import Expressions

/// An operator stands between paths that are not nested.
enum UnnestedOperator: HarnessExpressionRule {
  static let info = RuleInfo(
    "unnested-operator", .error, "An operator stands between paths that are not nested.",
    why: """
      Harness looks up what stands in `<+…>` as one path and puts words such as `child.` before it. In \
      `<+pipeline.name == "x">` this makes the left side null, so the comparison is false, always. Each path needs a \
      `<+…>` of its own.
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
                        condition: <+pipeline.variables.env == "prod">
        #                            ^^^^^^^^^^^^^^^^^^^^^^ unnested-operator: `==` does not see the value of `pipeline.variables.env`
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
                      spec: {command: 'echo <+pipeline.variables.env ?: "dev">'}
        #                                     ^^^^^^^^^^^^^^^^^^^^^^ unnested-operator: `?:` does not see the value of `pipeline.variables.env`
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
                      spec: {command: 'echo <+regex.extract("v.*", artifact.tag)>'}
        #                                                          ^^^^^^^^^^^^ unnested-operator: `artifact.tag` is not looked up here
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
                      spec: {command: 'echo <+<+pipeline.variables.env> ?: "dev">'}
        """,
        """
        variables: [{name: env, type: String, value: prod}, {name: count, type: Number, value: 3}]
        """),
    ])

  static func check(
    _ expression: HarnessExpression, of text: HarnessScannedText, _ environment: HarnessEnvironment,
    in context: inout RuleContext
  ) {
    guard let program = expression.program, expression.nested.isEmpty, !expression.isScript else { return }
    guard expression.kind == .span || expression.parent == nil else { return }
    let names = expression.bareNames(of: text).filter { isPath($0.name) }
    guard let first = names.first else { return }
    let start = program[first.whole].range.lowerBound
    let isFirstFine = expression.kind == .span && expression.path != nil && start == firstByte(expression, text)
    if isFirstFine, let sign = deciding(expression) {
      let span = text.span(pathRange(program, first.whole), in: expression)
      report(sign, span, text.string(in: expression, pathRange(program, first.whole)), &context)
      return
    }
    for name in names where !(isFirstFine && name.whole == first.whole) && !isHTTP(name.name) {
      let range = pathRange(program, name.whole)
      let span = text.span(range, in: expression)
      let path = text.string(in: expression, range)
      context.report(
        "`\(path)` is not looked up here", at: span, help: "write `<+\(path)>`",
        fixes: [context.replacing(span, with: "<+\(path)>", "write `<+\(path)>`", safety: .unsafe)])
    }
  }

  private static func report(_ sign: String, _ span: Span, _ path: String, _ context: inout RuleContext) {
    context.report(
      "`\(sign)` does not see the value of `\(path)`", at: span, help: "write `<+\(path)>`",
      fixes: [context.replacing(span, with: "<+\(path)>", "write `<+\(path)>`", safety: .unsafe)])
  }

  /// Where the path itself is written, methods that are called on it included.
  private static func pathRange(_ program: JexlProgram, _ node: JexlProgram.ID) -> Range<Int> { program[node].range }

  private static func firstByte(_ expression: HarnessExpression, _ text: HarnessScannedText) -> Int {
    var index = expression.range.lowerBound
    while index < expression.range.upperBound, text.bytes[index] == 0x20 { index += 1 }
    return index - expression.range.lowerBound
  }

  /// The operator that decides what the whole expression is, if its first operand is not looked up because of it.
  private static func deciding(_ expression: HarnessExpression) -> String? {
    guard let program = expression.program else { return nil }
    switch program[expression.unwrapped(program.root)].kind {
    case .binary(let sign, _, _): return sign.isComparison || sign.isLogical ? sign.rawValue : nil
    case .conditional: return "?"
    case .elvis: return "?:"
    default: return nil
    }
  }

  private static func isPath(_ name: String) -> Bool {
    guard HarnessCatalogue.functions[name] == nil else { return false }
    switch HarnessCatalogue.values[name] {
    case .number?, .string?: return name.hasPrefix("INFRA")
    default: break
    }
    return HarnessCatalogue.structural.contains(name) || HarnessCatalogue.tables[name] != nil
      || HarnessCatalogue.openRoots.contains(name)
  }

  private static func isHTTP(_ name: String) -> Bool {
    name.hasPrefix("http")
  }
}
