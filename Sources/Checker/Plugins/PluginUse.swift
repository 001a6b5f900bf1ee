import Diagnostics
import IR

/// A step that hands settings to a plugin, in the terms that all dialects share.
struct PluginUse {
  /// One setting as written.
  struct Setting {
    var name: Text
    /// nil: a secret.
    var value: Data?
    /// The value's place.
    var span: Span
  }

  var plugin: PluginDescription
  var image: Text
  var settings: [Setting]
  /// Variables that the step sets itself, by their names.
  var variables: Set<String>
  /// The step, for what it mentions.
  var span: Span
  /// What a reference to a secret looks like in this dialect.
  var secretExample: String
  /// Whether the file is of a format in which credentials come from elsewhere, so that nothing can be missing.
  var hidesSecrets: Bool

  /// Whether a value is put in later, so that its text says nothing.
  static func isOpen(_ text: String) -> Bool {
    text.contains("$") || text.contains("<+") || text.contains("{{")
  }

  /// Whether the variable of a setting is mentioned in the step, as in a template: then it may well be used.
  func mentions(_ name: String, in source: Source) -> Bool {
    source.text(of: span).contains("PLUGIN_" + name.uppercased())
  }

  /// Whether a setting, or something that stands for it, is given.
  func gives(_ name: String) -> Bool {
    guard let known = plugin.setting(named: name) else { return settings.contains { $0.name.value == name } }
    let names = Set(([known.name] + known.aliases).map { $0.lowercased() })
    if settings.contains(where: { names.contains($0.name.value.lowercased()) }) { return true }
    return known.environment.contains(where: variables.contains)
      || names.contains { variables.contains("PLUGIN_" + $0.uppercased()) }
  }
}

extension PluginUse {
  /// What a Drone step hands to a plugin that is known; nil where it runs no plugin, or one that nobody knows.
  init?(_ step: Step, in context: inout RuleContext) {
    guard !step.settings.isEmpty, step.commands.isEmpty, step.entrypoint.isEmpty, let image = step.image,
      !PluginUse.isOpen(image.value), let plugin = context.plugin(image: image.value)
    else { return nil }
    self.init(
      plugin: plugin, image: image,
      settings: step.settings.map { setting in
        if case .data(let data) = setting.value {
          Setting(name: setting.name, value: data, span: setting.span)
        } else {
          Setting(name: setting.name, value: nil, span: setting.span)
        }
      },
      variables: Set(step.environment.map(\.name.value)), span: step.span, secretExample: "{from_secret: NAME}",
      hidesSecrets: context.isConverted)
  }
}
