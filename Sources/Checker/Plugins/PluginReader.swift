/// Reads entries of the table of plugins; `plugins.txt` tells how they are written.
enum PluginReader {
  /// One entry; nil where it does not begin with `plugin`.
  static func read(_ entry: String) -> PluginDescription? {
    var plugin: PluginDescription?
    for line in entry.split(separator: "\n") where !line.hasPrefix("#") {
      let words = line.split(separator: " ")
      guard let keyword = words.first else { continue }
      let rest = words.dropFirst()
      switch keyword {
      case "plugin": plugin = PluginDescription(name: rest.joined(separator: " "))
      case "evidence":
        if let word = rest.first { plugin?.evidence = PluginDescription.Evidence(rawValue: String(word)) ?? .history }
      case "open": plugin?.isOpen = true
      case "open-if": plugin?.openIf += rest.map(String.init)
      case "pattern": plugin?.patterns += rest.map(String.init)
      case "one-of": plugin?.oneOf.append(rest.map(String.init))
      case "unread": plugin?.unread.formUnion(rest.map(String.init))
      case "setting": if let setting = setting(rest) { plugin?.add(setting) }
      default: break
      }
    }
    return plugin
  }

  private static func setting(_ words: ArraySlice<Substring>) -> PluginSetting? {
    guard let name = words.first, let word = words.dropFirst().first,
      let kind = PluginSetting.Kind(rawValue: String(word))
    else { return nil }
    var setting = PluginSetting(name: String(name), kind: kind)
    for word in words.dropFirst(2) {
      switch word {
      case "required": setting.isRequired = true
      case "secret": setting.isSecret = true
      case "strict": setting.isStrict = true
      case "removed": setting.status = .removed
      case "deprecated": setting.status = .deprecated
      default:
        guard let equals = word.firstIndex(of: "=") else { continue }
        let values = word[word.index(after: equals)...].split(separator: ",").map(String.init)
        switch word[..<equals] {
        case "alias": setting.aliases = values
        case "env": setting.environment = values
        case "also": setting.otherKinds = values.compactMap { PluginSetting.Kind(rawValue: $0) }
        default: break
        }
      }
    }
    return setting
  }
}
