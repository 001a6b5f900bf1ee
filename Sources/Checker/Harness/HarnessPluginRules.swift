import Diagnostics
import IR

extension PluginUse {
  /// What a step of Harness hands to a plugin that is known; nil where it runs no plugin, or one that nobody knows.
  init?(_ node: HarnessNodeRecord, in context: inout RuleContext) {
    guard let step = node.step, case .plugin(let plugin) = step.action, let image = plugin.container.image,
      case .entries(let settings, _)? = plugin.settings, !PluginUse.isOpen(image.value),
      let description = context.plugin(image: image.value)
    else { return nil }
    self.init(
      plugin: description, image: image,
      settings: settings.map { Setting(name: $0.name, value: $0.value, span: $0.value.span) },
      variables: Set((plugin.container.environment?.entries ?? []).map(\.name.value)), span: step.span,
      secretExample: "<+secrets.getValue(\"NAME\")>", hidesSecrets: false)
  }
}

extension UnknownSetting: HarnessNodeRule {
  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let use = PluginUse(node, in: &context) else { return }
    check(use, stepKeys: harnessStepKeys, in: &context)
  }

  /// What a Plugin step of Harness has beside its settings.
  private static var harnessStepKeys: Set<String> {
    ["connectorRef", "image", "imagePullPolicy", "privileged", "reports", "resources", "runAsUser", "envVariables"]
  }
}

extension MissingSetting: HarnessNodeRule {
  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let use = PluginUse(node, in: &context) else { return }
    check(use, at: use.image.span, in: &context)
  }
}

extension SettingValue: HarnessNodeRule {
  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let use = PluginUse(node, in: &context) else { return }
    check(use, in: &context)
  }
}

extension PlainCredential: HarnessNodeRule {
  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let use = PluginUse(node, in: &context) else { return }
    check(use, in: &context)
  }
}
