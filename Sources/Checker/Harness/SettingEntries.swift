import IR

/// The settings that a step hands to its plugin.
enum SettingEntries {
  /// nil: the step runs no plugin.
  static func of(_ node: HarnessNodeRecord) -> [HarnessEntry]? {
    guard case .plugin(let plugin)? = node.step?.action else { return nil }
    return plugin.settings?.entries
  }
}
