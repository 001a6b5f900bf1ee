import Diagnostics
import IR

/// Flags `pull` values that mean nothing.
enum PullValue: StepRule {
  static let info = RuleInfo(
    "pull-value", .warning, "The value of `pull` means nothing, so that the default policy holds.",
    why: """
      `pull` takes `always`, `never` or `if-not-exists`. `pull: true` is a habit of Drone 0.8; 1.x takes it for an unknown \
      word and pulls only images tagged `latest`.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: acme/builder:stable
        pull: true
      #       ^^^^ pull-value: `true` is no value of `pull` and is ignored
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
        image: acme/builder:stable
        pull: always
        commands: [make]
      """
    ])

  private static let names = ["always", "never", "if-not-exists"]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard !context.isConverted, let pull = step.pull, !pull.value.isEmpty else { return }
    if names.contains(pull.value) || names.contains(pull.value.lowercased()) || pull.value == "default" { return }
    let meant: String? =
      switch pull.value.lowercased() {
      case "true", "yes", "on": "always"
      case "false", "no", "off", "missing", "ifnotpresent", "if-not-present": "if-not-exists"
      default: Suggestion.nearest(to: pull.value, among: names)
      }
    context.report(
      "`\(pull.value)` is no value of `pull` and is ignored", at: pull.span,
      help: meant.map { "write `\($0)`" } ?? "write `always`, `never` or `if-not-exists`",
      fixes: meant.map { [context.replacing(pull.innerSpan, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
  }
}
