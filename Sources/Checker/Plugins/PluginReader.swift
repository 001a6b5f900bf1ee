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
    words.first.flatMap { PluginSetting(name: String($0), words: Array(words.dropFirst())) }
  }
}

extension PluginSetting {
  /// A setting described as in the table: its type, then what else is known of it. nil where the first word is no type;
  /// other words that mean nothing are passed over.
  public init?(name: String, words: [Substring]) {
    guard let word = words.first, let kind = PluginSetting.Kind(rawValue: String(word)) else { return nil }
    self.init(name: name, kind: kind)
    for word in words.dropFirst() {
      switch word {
      case "required": isRequired = true
      case "secret": isSecret = true
      case "strict": isStrict = true
      case "removed": status = .removed
      case "deprecated": status = .deprecated
      default:
        guard let equals = word.firstIndex(of: "=") else { continue }
        let values = word[word.index(after: equals)...].split(separator: ",").map(String.init)
        switch word[..<equals] {
        case "alias": aliases = values
        case "env": environment = values
        case "also": otherKinds = values.compactMap { PluginSetting.Kind(rawValue: $0) }
        default: break
        }
      }
    }
  }
}
