import Diagnostics
import Expressions
import IR

/// Flags `${NAME}` that the shell was meant to see.
enum ShellSubstitution: StepRule {
  static let info = RuleInfo(
    "shell-substitution", .warning, "`${NAME}` in a command is replaced before the shell can see it.",
    why: """
      Drone replaces `${…}` in the whole file before anything runs, and what it does not know becomes empty: variables of \
      the shell, of `environment`, of loops, and secrets. `rm -rf ${DIR}/*` becomes `rm -rf /*`. `$NAME` without braces \
      and `$${NAME}` reach the shell.
      """,
    exceptions: "The name is a parameter that the build is started with; `$${NAME}` works for those as well.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: clean
        image: alpine
        environment:
          DIR: /tmp/build
        commands:
        - rm -rf ${DIR}/*
      #          ^^^^^^ shell-substitution: `${DIR}` is replaced before the shell sees it, and becomes empty
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: clean
        image: alpine
        environment:
          DIR: /tmp/build
        commands:
        - rm -rf $${DIR}/* $DIR/*
        - echo ${DRONE_COMMIT_SHA:0:8}
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution, !step.commands.isEmpty else { return }
    if takesParameters(step, of: pipeline) { return }
    for command in step.commands {
      for expansion in index.expansions(in: context.wholeLines(of: command.span)) {
        let name = expansion.name
        // Names like Drone's own have a rule of their own.
        if name.hasPrefix("DRONE_") || DroneVariables.isSubstitutable(name) { continue }
        if isMatrixAxis(name, in: context) || context.isComment(expansion.range.lowerBound) { continue }
        let written = context.source.excerpt(of: expansion.range)
        let result = expansion.operation.isDefault && expansion.arguments.first?.range.isEmpty == false
        context.report(
          "`\(written)` is replaced before the shell sees it, and becomes \(result ? "its default" : "empty")",
          at: Span(context.source.id, expansion.range),
          help: "write `$\(written)`, so that the shell sees `\(written)`",
          fixes: [
            Fix(
              "write `$\(written)`", safety: .safe,
              edits: [.init(Span(context.source.id, expansion.range.lowerBound..<expansion.range.lowerBound), "$")])
          ])
      }
    }
  }

  /// Whether the step runs only in builds that a person starts, with parameters.
  private static func takesParameters(_ step: Step, of pipeline: Pipeline) -> Bool {
    let events = BuildEvents(of: step.condition).intersection(BuildEvents(of: pipeline.trigger))
    if events.isSubset(of: [.promote, .rollback, .custom]) { return true }
    return [step.condition, pipeline.trigger].contains { condition in
      guard let target = condition?[.target], !target.include.isEmpty else { return false }
      return !target.accepts("")
    }
  }

  /// Whether a 0.8 file has such an axis in its `matrix`, whose values the conversion puts in.
  private static func isMatrixAxis(_ name: String, in context: RuleContext) -> Bool {
    context.matrixAxes.contains(name)
  }
}
