import Diagnostics
import IR

/// Flags `entrypoint` and `command` beside `commands`.
enum OverriddenEntrypoint: StepRule {
  static let info = RuleInfo(
    "overridden-entrypoint", .warning, "`entrypoint` or `command` is ignored, because the step has `commands`.",
    why: """
      A step with `commands` is started as a shell script, whatever its `entrypoint` and `command` say.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        entrypoint: [/bin/bash]
      # ^^^^^^^^^^ overridden-entrypoint: `entrypoint` is ignored, because the step has `commands`
        commands: [make]
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
        entrypoint: [make]
        command: [all]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard !step.commands.isEmpty, !(step.entrypoint.isEmpty && step.command.isEmpty) else { return }
    // The kubernetes runner prefers the entrypoint.
    guard pipeline.drone?.runner != .kubernetes else { return }
    if let first = step.entrypoint.first {
      context.report(
        "`entrypoint` is ignored, because the step has `commands`", at: step.keys[.entrypoint] ?? first.span,
        help: "call the program in `commands`, or remove one of the two")
    }
    if let first = step.command.first {
      context.report(
        "`command` is ignored, because the step has `commands`", at: step.keys[.command] ?? first.span,
        help: "call the program in `commands`, or remove one of the two")
    }
  }
}
