import Diagnostics
import IR

/// Points out commands that read the rest of the script as their input.
enum StdinCommand: StepRule {
  static let info = RuleInfo(
    "stdin-command", .info, persona: .pedantic, "A command reads standard input, which is the rest of the script.",
    why: """
      A step's script is fed to the shell through standard input, and each command inherits it. Where the shell is bash, \
      `ssh`, `docker run -i` and `read` swallow the commands that follow, and the step is green.
      """,
    exceptions: "The image's `/bin/sh` is busybox or dash and the script is short.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands:
        - ssh host.example.com ./deploy
      #   ^^^ stdin-command: `ssh` reads what follows in the script as its input
        - echo done
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands:
        - ssh -n host.example.com ./deploy
        - echo done
      """
    ])

  private static let programs = ["ssh ", "docker ", "read "]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard step.commands.count > 1 else { return }
    for command in step.commands.dropLast() {
      guard let program = programs.first(where: { command.value.utf8.starts(with: $0.utf8) })?.dropLast() else {
        continue
      }
      let text = command.value
      if text.utf8.contains(where: { [UInt8(ascii: "<"), UInt8(ascii: "|"), 0x0A].contains($0) }) { continue }
      let words = text.split(separator: " ")
      let reads: Bool
      switch program {
      case "ssh": reads = !words.contains { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("n") }
      case "docker":
        reads =
          words.count > 2 && (words[1] == "run" || words[1] == "exec")
          && words.contains { ["-i", "-it", "-ti", "--interactive"].contains($0) }
      default: reads = true
      }
      guard reads else { continue }
      context.report(
        "`\(program)` reads what follows in the script as its input",
        at: command.span(of: 0..<program.utf8.count),
        help: program == "ssh" ? "write `ssh -n`" : "add `</dev/null`")
    }
  }
}
