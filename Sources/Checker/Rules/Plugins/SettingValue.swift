import Diagnostics
import Expressions
import IR

/// Flags values that make a plugin stop because it cannot read them.
enum SettingValue: StepRule {
  static let info = RuleInfo(
    "setting-value", .error, group: .plugins, "A setting has a value that the plugin cannot read.",
    why: """
      The plugin reads the variable as a number, a switch or a time, and stops with an error where it is none. Only settings \
      of which that is known from the plugin's source are looked at.
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
          squash: maybe
      #           ^^^^^ setting-value: `squash` of `plugins/docker` is true or false, not `maybe`
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
          squash: "1"
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let use = context.pluginUse(of: step) else { return }
    check(use, in: &context)
  }

  static func check(_ use: PluginUse, in context: inout RuleContext) {
    let image = PluginTable.canonicalName(of: use.image.value)
    for given in use.settings {
      guard let setting = use.plugin.setting(named: given.name.value), setting.isStrict, let value = given.value,
        let text = text(of: value), !PluginUse.isOpen(text), !text.isEmpty,
        !([setting.kind] + setting.otherKinds).contains(where: { accepts($0, text) })
      else { continue }
      context.report(
        "`\(given.name.value)` of `\(image)` is \(noun(setting.kind)), not `\(text)`", at: given.span)
    }
  }

  /// A scalar as the plugin sees it; nil for what is none.
  private static func text(of data: Data) -> String? {
    switch data.value {
    case .string(let text): text.value
    case .bool(let value): value ? "true" : "false"
    case .integer, .unsigned, .float: data.raw
    case .null, .list, .map, .binary: nil
    }
  }

  private static func accepts(_ kind: PluginSetting.Kind, _ text: String) -> Bool {
    switch kind {
    case .boolean: booleans.contains(text)
    case .number: Double(text) != nil
    case .duration:
      if case .success = GoDuration.nanoseconds(text) { true } else { text == "0" }
    case .string, .list, .map, .any: true
    }
  }

  private static let booleans: Set<String> = [
    "1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False",
  ]

  private static func noun(_ kind: PluginSetting.Kind) -> String {
    switch kind {
    case .boolean: "true or false"
    case .number: "a number"
    case .duration: "a time such as `90s`"
    case .string, .list, .map, .any: "a text"
    }
  }
}
