import Diagnostics
import Expressions
import IR

/// Flags text from strangers that becomes part of a script.
enum Injection: StepRule, HarnessTextRule {
  static let info = RuleInfo(
    "injection", .warning, group: .security,
    "Text that a stranger can choose is put into a command before the shell reads it.",
    why: """
      `${DRONE_COMMIT_MESSAGE}` and `<+trigger.prTitle>` are replaced in the text of the script. A title such as `$(curl …)` \
      or one with a quote in it runs as a command, or breaks the script. `$DRONE_COMMIT_MESSAGE` without braces is read \
      from the environment and stays text; in Harness, a variable of `envVariables` does the same for every expression.
      """,
    exceptions: "Only trusted people can start builds, and the text never has quotes, dollars or backticks in it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: announce
        image: alpine
        commands:
        - echo "${DRONE_COMMIT_MESSAGE}"
      #         ^^^^^^^^^^^^^^^^^^^^^^^ injection: `DRONE_COMMIT_MESSAGE` becomes part of the script, whatever it contains
      """,
      .steps(
        """
        - step:
            identifier: announce
            name: announce
            type: Run
            spec:
              shell: Sh
              command: echo "Testing <+trigger.prTitle>"
        #                            ^^^^^^^^^^^^^^^^^^ injection: `trigger.prTitle` becomes part of the script, whatever it contains
        """),
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: announce
        image: alpine
        commands:
        - echo "$DRONE_COMMIT_MESSAGE"
      """,
      .steps(
        """
        - step:
            identifier: announce
            name: announce
            type: Run
            spec:
              shell: Sh
              command: echo "Testing $TITLE"
              envVariables: {TITLE: <+trigger.prTitle>}
        """),
    ])

  // MARK: Drone

  private static let names: Set<String> = [
    "DRONE_COMMIT_MESSAGE", "DRONE_PULL_REQUEST_TITLE", "DRONE_COMMIT_AUTHOR_NAME", "DRONE_COMMIT_AUTHOR_EMAIL",
    "CI_COMMIT_MESSAGE", "CI_COMMIT_AUTHOR_NAME", "CI_COMMIT_AUTHOR_EMAIL",
  ]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    for command in step.commands {
      for expansion in index.expansions(in: context.wholeLines(of: command.span)) {
        guard names.contains(expansion.name) || isFork(expansion.name, step, pipeline),
          !context.isComment(expansion.range.lowerBound)
        else { continue }
        report(expansion, of: command, in: pipeline, &context)
      }
    }
  }

  static func report(
    _ expansion: Substitution.Expansion, of command: Text, in pipeline: Pipeline, _ context: inout RuleContext
  ) {
    context.report(
      "`\(expansion.name)` becomes part of the script, whatever it contains",
      at: Span(context.source.id, expansion.range),
      help: "write `$\(expansion.name)`, or `$${…}`, within double quotes",
      fixes: ShellQuoting.fix(expansion, of: command, in: pipeline, context).map { [$0] } ?? [])
  }

  /// Whether it is the name of a branch of somebody else's repository.
  static func isFork(_ name: String, _ step: Step, _ pipeline: Pipeline) -> Bool {
    name == "DRONE_SOURCE_BRANCH" && PullRequestSecret.mayRun(step, of: pipeline)
  }

  // MARK: Harness

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    for (expression, path) in ForeignText.all(in: text) where path.origin == .stranger {
      report(expression, path, in: text, environment, &context)
    }
  }

  static func report(
    _ expression: HarnessExpression, _ path: ForeignText, in text: HarnessScannedText,
    _ environment: HarnessEnvironment,
    _ context: inout RuleContext
  ) {
    let span = text.span(text.whole(expression))
    context.report(
      "`\(path.name)` becomes part of the script, whatever it contains", at: span,
      help: path.help, fixes: path.fix(expression, in: text, environment, context).map { [$0] } ?? [])
  }
}
