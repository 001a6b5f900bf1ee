import Diagnostics
import IR

/// Flags plugins that are not given what they cannot do without.
enum MissingSetting: StepRule {
  static let info = RuleInfo(
    "missing-setting", .warning, group: .plugins, "A plugin is not given a setting without which it stops.",
    why: """
      The plugin's program looks for the setting first of all and ends with an error where it is not there. The pipeline \
      finds that out when everything before the step has been done.
      """,
    exceptions: "The value reaches the step in another way, such as a variable that the runner adds to every step.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: tell
        image: plugins/webhook
        settings:
      # ^^^^^^^^ missing-setting: `plugins/webhook` stops without `urls`
          template: done
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: tell
        image: plugins/webhook
        settings:
          urls: https://hooks.example.com/build
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let use = context.pluginUse(of: step) else { return }
    check(use, at: step.keys[.settings] ?? use.image.span, in: &context)
  }

  static func check(_ use: PluginUse, at span: Span, in context: inout RuleContext) {
    guard !use.hidesSecrets else { return }
    let image = PluginTable.canonicalName(of: use.image.value)
    // A misspelt name is one mistake, not two.
    let isMisspelt = use.settings.contains { !use.plugin.knows($0.name.value) }
    for setting in use.plugin.settings where setting.isRequired && !use.gives(setting.name) {
      if isMisspelt, use.settings.contains(where: { isNear($0.name.value, setting.name) }) { continue }
      context.report(
        "`\(image)` stops without `\(setting.name)`", at: span,
        help: setting.isSecret
          ? "write `\(setting.name): \(use.secretExample)` under `settings`" : "set `\(setting.name)` under `settings`")
    }
    for group in use.plugin.oneOf where !group.contains(where: use.gives) {
      if isMisspelt, use.settings.contains(where: { given in group.contains { isNear(given.name.value, $0) } }) {
        continue
      }
      let names = group.map { "`\($0)`" }.joined(separator: " or ")
      context.report("`\(image)` stops without \(names)", at: span, help: "set one of them under `settings`")
    }
  }

  private static func isNear(_ given: String, _ name: String) -> Bool {
    Suggestion.nearest(to: given, among: [name]) != nil
  }
}
