import Diagnostics
import IR

/// Flags plugin steps whose own program is replaced.
enum SettingsWithCommands: StepRule {
  static let info = RuleInfo(
    "settings-with-commands", .warning, group: .plugins,
    "A step has `settings` and `commands`, so that the plugin does not run.",
    why: """
      `commands` and `entrypoint` replace the program of the image. The settings are still set as `PLUGIN_…` variables, but \
      the plugin that would read them is not started.
      """,
    exceptions: "The commands start the plugin's program themselves.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/s3
        settings:
      # ^^^^^^^^ settings-with-commands: `commands` replaces the program that would read these settings
          bucket: releases
        commands:
        - make dist
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: dist
        image: alpine
        commands:
        - make dist
      - name: publish
        image: plugins/s3
        settings:
          bucket: releases
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard !step.settings.isEmpty, !(step.commands.isEmpty && step.entrypoint.isEmpty), !context.isConverted else {
      return
    }
    if step.commands.contains(where: { $0.value.contains("PLUGIN_") || $0.value.contains("/bin/drone-") }) { return }
    let key: Key = step.commands.isEmpty ? .entrypoint : .commands
    let word = step.commands.isEmpty ? "entrypoint" : "commands"
    let place = step.keys[.settings] ?? step.settings[0].name.span
    // The group of Drone 0.8, which its conversion puts there.
    if step.settings.allSatisfy({ $0.name.value == "group" }) {
      return context.report(
        "`group` does nothing here: `\(word)` replaces the program that would read these settings", at: place,
        help: "remove it; steps run side by side with `depends_on`")
    }
    var related: [Diagnostic.Label] = []
    if let key = step.keys[key] { related.append(.init(key, "replaces the program of the image")) }
    let isPlugin = context.pluginUse(of: step) != nil
    context.report(
      "`\(word)` replaces the program that would read these settings", at: place, related: related,
      help: isPlugin
        ? "make it two steps, one with `\(word)` and one with `settings`"
        : "where the image is a plugin, make it two steps; else write the settings under `environment`")
  }
}
