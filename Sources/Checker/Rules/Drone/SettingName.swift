import Diagnostics
import IR

/// Flags names of settings that no program can read.
enum SettingName: StepRule {
  static let info = RuleInfo(
    "setting-name", .warning, group: .plugins,
    "The name of a setting becomes a variable that the plugin does not read.",
    why: """
      The name of a setting is put in upper case behind `PLUGIN_`, and nothing else is changed: `cache-from` becomes \
      `PLUGIN_CACHE-FROM`, while the plugin reads `PLUGIN_CACHE_FROM`.
      """,
    exceptions: "The plugin looks for exactly this name; few programs can.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          cache-from: acme/app
      #   ^^^^^^^^^^ setting-name: `cache-from` becomes `PLUGIN_CACHE-FROM`, not `PLUGIN_CACHE_FROM`
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
          cache_from: acme/app
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for setting in step.settings {
      let name = setting.name.value
      guard name.utf8.contains(where: { isUnusual($0) }) || hasPrefix(name) else { continue }
      let meant = hasPrefix(name) ? String(name.dropFirst(7)) : underscored(name)
      context.report(
        "`\(name)` becomes `PLUGIN_\(name.uppercased())`, not `PLUGIN_\(meant.uppercased())`", at: setting.name.span,
        help: "write `\(meant)`",
        fixes: [context.replacing(setting.name.innerSpan, with: meant, "rename to `\(meant)`", safety: .unsafe)])
    }
  }

  private static func isUnusual(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: " ")
  }

  private static func hasPrefix(_ name: String) -> Bool {
    name.utf8.count > 7 && (name.hasPrefix("PLUGIN_") || name.hasPrefix("plugin_"))
  }

  private static func underscored(_ name: String) -> String {
    String(decoding: name.utf8.map { isUnusual($0) ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
  }
}
