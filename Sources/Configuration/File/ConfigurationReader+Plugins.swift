import Checker
import Diagnostics
import YAML

extension ConfigurationReader {
  mutating func readPlugins(_ node: Node) {
    for item in list(node, "a list of mappings with `image`", takesOne: false) {
      var images: [Located<String>] = []
      var like: Located<String>?
      var settings: [PluginSetting] = []
      var changes = PluginDescription(name: "")
      each(of: .plugin, in: item) { reader, key, value in
        switch key {
        case "image": images = reader.texts(value)
        case "like": like = reader.text(value)
        case "open": changes.isOpen = reader.flag(value)?.value ?? false
        case "open-if": changes.openIf = reader.texts(value).map(\.value)
        case "pattern": changes.patterns = reader.texts(value).map { $0.value.lowercased() }
        case "one-of":
          changes.oneOf = reader.list(value, "a list of lists", takesOne: false).map { item in
            reader.texts(item).map(\.value)
          }
        case "unread": changes.unread = Set(reader.texts(value).map(\.value))
        case "settings": settings = reader.settings(value)
        default: break
        }
      }
      guard let first = images.first else { continue }
      var description = PluginDescription(name: first.value)
      if let like {
        guard let known = PluginTable.plugin(image: like.value) else {
          let nearest =
            file.findings.count < Self.mostFindings
            ? Suggestion.nearest(to: like.value, among: PluginTable.images) : nil
          report(
            ConfigurationRule.value, "no plugin with the image `\(Printable.line(like.value))` is known", at: like.span,
            help: nearest.map { "did you mean `\($0)`?" } ?? "describe its `settings` instead")
          continue
        }
        description = known
      }
      description.isOpen = description.isOpen || changes.isOpen
      description.openIf += changes.openIf
      description.patterns += changes.patterns
      description.oneOf += changes.oneOf
      description.unread.formUnion(changes.unread)
      for setting in settings { description.add(setting) }
      file.plugins.append(
        Located(ConfiguredPlugin(images: images.map(\.value), description: description), first.span))
    }
  }

  /// `name: TYPE WORD…`, the words of a line `setting` in the table of plugins.
  private mutating func settings(_ node: Node) -> [PluginSetting] {
    guard node.kind == .mapping else {
      report(
        ConfigurationRule.value, "a mapping from settings to their types is wanted here, not \(Self.words(for: node))",
        at: beginning(of: node.useSpan), help: "write `NAME: string`")
      return []
    }
    var result: [PluginSetting] = []
    for (key, value) in node.entries {
      let value = value.resolved
      guard let name = text(key.resolved, "the name of a setting"),
        let words = text(value, "a type like `string required`")
      else { continue }
      guard !name.value.utf8.contains(where: { $0 <= 0x20 }) else {
        report(ConfigurationRule.value, "the name of a setting has no blanks", at: name.span)
        continue
      }
      // Offsets count only where nothing was decoded.
      let isPlain = value.rawText == words.value && value.useSpan == value.span
      if let setting = setting(name.value, words, isPlain: isPlain) { result.append(setting) }
    }
    return result
  }

  private mutating func setting(_ name: String, _ words: Located<String>, isPlain: Bool) -> PluginSetting? {
    let parts = words.value.split(separator: " ")
    guard let first = parts.first else { return nil }
    func span(_ part: Substring) -> Span {
      guard isPlain else { return words.span }
      let start = words.value.utf8.distance(from: words.value.startIndex, to: part.startIndex)
      return Span(
        words.span.source, words.span.start + UInt32(start), words.span.start + UInt32(start + part.utf8.count))
    }
    func complain(_ part: Substring, _ message: String, _ candidates: [String]) {
      let nearest = Suggestion.nearest(to: String(part.prefix { $0 != "=" }), among: candidates)
      report(
        ConfigurationRule.value, message, at: span(part),
        help: nearest.map { "did you mean `\($0)`?" } ?? "known: \(candidates.joined(separator: ", "))")
    }
    guard PluginWords.kinds.contains(String(first)) else {
      complain(first, "`\(Printable.line(String(first)))` is no type of settings", PluginWords.kinds)
      return nil
    }
    for part in parts.dropFirst() {
      let key = String(part.prefix { $0 != "=" })
      if part.contains("=") {
        guard PluginWords.lists.contains(key), part.utf8.count > key.utf8.count + 1 else {
          complain(
            part, "`\(Printable.line(String(part)))` says nothing about a setting", PluginWords.lists.map { $0 + "=…" })
          return nil
        }
        guard key == "also" else { continue }
        for kind in part.dropFirst(key.count + 1).split(separator: ",")
        where !PluginWords.kinds.contains(String(kind)) {
          complain(kind, "`\(Printable.line(String(kind)))` is no type of settings", PluginWords.kinds)
          return nil
        }
      } else if !PluginWords.marks.contains(key) {
        complain(
          part, "`\(Printable.line(key))` says nothing about a setting",
          PluginWords.marks + PluginWords.lists.map { $0 + "=…" })
        return nil
      }
    }
    return PluginSetting(name: name, words: parts)
  }
}
