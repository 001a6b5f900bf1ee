import Diagnostics
import Expressions
import IR

/// Flags backslashes that substitution removes.
enum EatenBackslash: StepRule {
  static let info = RuleInfo(
    "eaten-backslash", .warning, "A command loses a backslash before the shell sees it.",
    why: """
      Drone turns `\\\\` into `\\` and `\\/` into `/` everywhere in the file. `sed 's/\\//-/'` becomes `sed 's///-/'`, \
      which sed refuses.
      """,
    exceptions: "The command means the same without the backslash.",
    flagged: [
      #"""
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - echo $DRONE_BRANCH | sed 's/\//-/g'
      #                               ^^ eaten-backslash: `\/` becomes `/`
      """#
    ],
    accepted: [
      #"""
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - echo $DRONE_BRANCH | sed 's|/|-|g'
        - echo $DRONE_BRANCH | sed 's/\\//-/g'
      """#
    ])

  private static let programs = ["sed ", "perl ", "awk "]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    let source = context.source
    for command in step.commands {
      for escape in index.escapes(in: command.span) where escape.kind != .dollar {
        guard isHarmful(escape, in: command, source) else { continue }
        let isSlash = escape.kind == .slash
        context.report(
          isSlash ? "`\\/` becomes `/`" : "`\\\\` becomes `\\`", at: Span(source.id, escape.range),
          help: isSlash ? "write `\\\\/`, or another delimiter than `/`" : "write `\\\\\\\\` for two backslashes")
        break
      }
    }
  }

  /// A slash that loses its backslash hurts where slashes are delimiters. Two backslashes hurt unless a slash follows,
  /// which is how the backslash before a slash is kept.
  private static func isHarmful(_ escape: Substitution.Escape, in command: Text, _ source: Source) -> Bool {
    guard escape.kind == .slash else { return false }
    return programs.contains { command.value.firstRange(of: $0) != nil }
  }
}
