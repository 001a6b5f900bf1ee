import Diagnostics
import IR

/// Flags backticks in commands, which run twice.
enum BacktickCommand: StepRule {
  static let info = RuleInfo(
    "backtick-command", .warning, "A command between backticks runs twice.",
    why: """
      Before each command, the script prints it with `echo`. Dollar signs are escaped for that, backticks are not: what \
      stands between them runs once for the line in the log and once for real, even where the command quotes it.
      """,
    exceptions: "Running the inner command twice does no harm.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - ./upload `./next-id`
      #            ^ backtick-command: what stands between backticks also runs when the command is printed
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - ./upload $(./next-id)
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for command in step.commands {
      guard let offset = command.value.utf8Offset(of: UInt8(ascii: "`")) else { continue }
      // PowerShell escapes with backticks.
      if pipeline.drone?.platform.os?.value == "windows" { return }
      let isQuoted = offset > 0 && command.value.slice(offset - 1..<offset) == "\\"
      context.report(
        "what stands between backticks also runs when the command is printed",
        at: command.span(of: offset..<offset + 1),
        help: isQuoted ? "do without backticks in commands" : "write `$(…)` instead of the backticks")
    }
  }
}
