import Diagnostics
import IR

/// Flags settings that become the same variable.
enum SettingCollision: StepRule {
  static let info = RuleInfo(
    "setting-collision", .warning, group: .plugins,
    "Two settings become the same variable, and chance decides which one counts.",
    why: """
      Names of settings are put in upper case. Two that differ only in case give one variable, and the runner goes over \
      them in random order: the plugin gets one value today and the other tomorrow.
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
          Repo: acme/app
          repo: acme/other
      #   ^^^^ setting-collision: `repo` and `Repo` both become `PLUGIN_REPO`
      """
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
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard step.settings.count > 1, step.settings.contains(where: { hasUppercase($0.name.value) }) else { return }
    var seen: [String: Text] = [:]
    for setting in step.settings {
      let variable = setting.name.value.uppercased()
      if let first = seen[variable] {
        context.report(
          "`\(setting.name.value)` and `\(first.value)` both become `PLUGIN_\(variable)`", at: setting.name.span,
          related: [.init(first.span, "the other one")], help: "keep one of them")
      } else {
        seen[variable] = setting.name
      }
    }
  }

  private static func hasUppercase(_ name: String) -> Bool {
    name.utf8.contains { (0x41...0x5A).contains($0) || $0 >= 0x80 }
  }
}
