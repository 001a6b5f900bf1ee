import Diagnostics
import Expressions
import IR

/// A runtime input is not written as Harness reads it.
enum RuntimeInputSyntax: HarnessTextRule {
  static let info = RuleInfo(
    "runtime-input-syntax", .error, "A runtime input is not written as Harness reads it.",
    why: """
      Behind `<+input>` only the known conditions can follow, each once and with its parentheses closed. Harness \
      refuses anything else.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        variables: [{name: env, type: String, value: "<+input>.allowedValues(prod,dev"}]
        #                                                     ^^^^^^^^^^^^^^^^^^^^^^^ runtime-input-syntax: the parenthesis of `.allowedValues(` is not closed
        """),
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        variables: [{name: env, type: String, value: "<+input>.allowedValues(prod,dev).default(test)"}]
        #                                                                                      ^^^^ runtime-input-syntax: the default `test` does not meet the other conditions
        """),
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        variables: [{name: env, type: String, value: "<+input>.allowedValues(prod,dev).default(dev)"}]
        """)
    ],
    yields: [])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    for expression in text.expressions {
      guard let path = expression.path, path.segments.first?.name == "input", let method = path.methodName,
        path.segments.count == 1
      else { continue }
      context.report(
        "`.\(method)(…)` of an input stands behind its `>`", at: text.span(path.methodRange),
        help: "write `<+input>.\(method)(…)`")
    }
    let value = text.field.text.value
    guard let input = HarnessRuntimeInput(value) else { return }
    for problem in input.problems {
      // The words of the server about a value say the same as what follows.
      if problem.message.first?.isUppercase == true { continue }
      context.report(problem.message, at: text.span(problem.range), help: problem.help)
    }
    guard input.problems.allSatisfy({ $0.message.first?.isUppercase == true }), let preset = input.defaultValue,
      !preset.contains("<+"), input.isChoiceKnown || input.pattern != nil,
      let range = input.argumentRanges["default"]
    else { return }
    let values = input.choice == .selectManyFrom ? preset.split(separator: ",").map(String.init) : [preset]
    if input.failure(of: values, at: text.field.key) != nil {
      context.report(
        "the default `\(preset)` does not meet the other conditions", at: text.span(range),
        help: "choose one that is allowed")
    }
  }
}
