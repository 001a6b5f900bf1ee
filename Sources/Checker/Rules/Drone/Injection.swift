import Diagnostics
import Expressions
import IR

/// Flags text from strangers that becomes part of a script.
enum Injection: StepRule {
  static let info = RuleInfo(
    "injection", .warning, group: .security,
    "Text that a stranger can choose is put into a command before the shell reads it.",
    why: """
      `${DRONE_COMMIT_MESSAGE}` is replaced in the text of the script. A message such as `$(curl …)` or one with a quote \
      in it runs as a command, or breaks the script. `$DRONE_COMMIT_MESSAGE` without braces is read from the environment \
      and stays text.
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
      """
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
      """
    ])

  private static let names: Set<String> = [
    "DRONE_COMMIT_MESSAGE", "DRONE_PULL_REQUEST_TITLE", "DRONE_COMMIT_AUTHOR_NAME", "DRONE_COMMIT_AUTHOR_EMAIL",
    "DRONE_SOURCE_BRANCH", "CI_COMMIT_MESSAGE", "CI_COMMIT_AUTHOR_NAME", "CI_COMMIT_AUTHOR_EMAIL",
  ]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    let source = context.source
    for command in step.commands {
      for expansion in index.expansions(in: context.wholeLines(of: command.span))
      where names.contains(expansion.name) && !context.isComment(expansion.range.lowerBound) {
        context.report(
          "`\(expansion.name)` becomes part of the script, whatever it contains",
          at: Span(source.id, expansion.range), help: "write `$\(expansion.name)`, or `$${…}`, within double quotes")
      }
    }
  }
}
