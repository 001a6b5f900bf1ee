import Diagnostics
import IR

/// Flags settings that a known plugin does not read.
enum UnknownSetting: StepRule {
  static let info = RuleInfo(
    "unknown-setting", .warning, group: .plugins, "A plugin is given a setting that it does not read.",
    why: """
      A setting reaches the plugin as a variable, `PLUGIN_` and its name in upper case, and nobody complains about one that \
      the plugin never looks at: it runs as if the line were not there.
      """,
    exceptions: """
      The image is a build of your own with more settings than the published one, or newer than pipec's table; ignore \
      the rule there.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          registy: registry.example.com
      #   ^^^^^^^ unknown-setting: `plugins/docker` has no setting `registy`
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          when:
      #   ^^^^ unknown-setting: `when` is a key of the step, not a setting of `plugins/docker`
            branch: main
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: latest
        when:
          branch: main
      """
    ],
    yields: ["setting-name", "secret-shape"])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let use = context.pluginUse(of: step) else { return }
    check(use, stepKeys: droneStepKeys, in: &context)
  }

  /// What a step of Drone has beside its settings.
  private static let droneStepKeys: Set<String> = [
    "when", "environment", "pull", "depends_on", "volumes", "commands", "image", "name", "detach", "failure",
    "privileged", "user", "entrypoint", "network_mode",
  ]

  static func check(_ use: PluginUse, stepKeys: Set<String>, in context: inout RuleContext) {
    guard !use.plugin.isOpen, !use.plugin.openIf.contains(where: use.gives) else { return }
    let image = PluginTable.canonicalName(of: use.image.value)
    for setting in use.settings {
      let name = setting.name.value
      guard !use.plugin.knows(name), !PluginUse.isOpen(name), !isNull(setting.value) else { continue }
      // A key of steps in Drone 0.8, which its conversion leaves among the settings.
      if name == "group", use.hidesSecrets { continue }
      if stepKeys.contains(name) {
        context.report(
          "`\(name)` is a key of the step, not a setting of `\(image)`", at: setting.name.span,
          help: "move it one level up, beside `settings`")
        continue
      }
      if name == "settings", setting.value?.entries != nil {
        context.report(
          "`\(image)` has no setting `settings`; what is under it is one level too deep", at: setting.name.span,
          help: use.hidesSecrets
            ? "Drone 0.8 has no `settings`: write what is under it directly in the step"
            : "take the inner `settings` away")
        continue
      }
      guard !use.mentions(name, in: context.source) else { continue }
      let nearest = nearest(to: name, of: use)
      guard use.plugin.evidence == .history || nearest != nil else { continue }
      let isDocumented = use.plugin.unread.contains(name)
      context.report(
        isDocumented
          ? "no version of `\(image)` reads `\(name)`, whatever its documentation says"
          : "`\(image)` has no setting `\(name)`",
        at: setting.name.span, help: nearest.map { "did you mean `\($0)`?" },
        fixes: nearest.map {
          [context.replacing(setting.name.innerSpan, with: $0, "rename to `\($0)`", safety: .unsafe)]
        }
          ?? [])
    }
  }

  /// The name that is meant, among those that are not given already; a separator too much or too few is no distance.
  private static func nearest(to name: String, of use: PluginUse) -> String? {
    let free = use.plugin.currentNames.filter { !use.gives($0) }
    let plain = simplified(name)
    return free.first { simplified($0) == plain } ?? Suggestion.nearest(to: name, among: free)
  }

  private static func simplified(_ name: String) -> String {
    String(name.lowercased().filter { $0 != "_" && $0 != "-" && $0 != "." })
  }

  /// A setting without a value never reaches the plugin.
  private static func isNull(_ data: Data?) -> Bool {
    if case .null = data?.value { true } else { false }
  }
}
