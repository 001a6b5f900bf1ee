import Diagnostics
import Expressions
import IR

/// `.executionInput()` stands where nobody can be asked.
enum ExecutionInputPlace: HarnessTextRule {
  static let info = RuleInfo(
    "execution-input-place", .error, "`.executionInput()` stands where nobody can be asked.",
    why: """
      Execution inputs are asked for when a step or stage starts. Variables of pipelines and groups, and conditions, \
      are worked out before or besides that.
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
        variables: [{name: env, type: String, value: <+input>.executionInput()}]
        #                                                    ^^^^^^^^^^^^^^^^^ execution-input-place: nobody can be asked for this when it is needed
        """)
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
        variables: [{name: env, type: String, value: <+input>}]
        """)
    ],
    yields: [])

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    let value = text.field.text.value
    guard let input = HarnessRuntimeInput(value), input.isExecutionInput else { return }
    let kind = environment.nodes[text.field.position.node].kind
    let isVariable = text.field.position.moment == .reader && (kind == .pipeline || kind == .group)
    guard isVariable || text.field.position.moment == .condition else { return }
    guard let start = value.utf8.firstRange(of: ".executionInput".utf8)?.lowerBound else { return }
    let offset = value.utf8.distance(from: value.utf8.startIndex, to: start)
    context.report(
      "nobody can be asked for this when it is needed", at: text.span(offset..<offset + ".executionInput()".utf8.count),
      help: "leave `.executionInput()` out")
  }
}
