import Checker
import Configuration
import Diagnostics

/// What holds for a file, with the places that say so.
struct ConfigurationReport {
  /// One value of a key.
  private struct Row {
    var key: String
    /// The name in front of the value, where the value is one of a mapping.
    var name: String?
    var value: String
    var isItem = false
    var origin: Origin
  }

  private let rows: [Row]
  private let files: [ConfigurationFile]
  private let sources: SourceSet

  /// - Parameters:
  ///   - files: each behind those that it adds to.
  ///   - path: the file, as patterns see it; nil for all files.
  init(files: [ConfigurationFile], path: String?, sources: SourceSet) {
    self.files = files
    self.sources = sources
    let settings = CheckSettings(files, path: path)
    var rows: [Row] = []
    func add(_ key: String, _ items: [(String, Origin)]) {
      rows += items.map { Row(key: key, value: $0.0, isItem: true, origin: $0.1) }
    }
    func add<Value>(_ key: String, _ located: [Located<Value>], _ text: (Value) -> String) {
      add(key, located.map { (text($0.value), .place($0.span)) })
    }
    func add(_ key: String, _ value: Located<String>?) {
      if let value { rows.append(Row(key: key, value: value.value, origin: .place(value.span))) }
    }
    add("select", settings.selected.map { ($0.value, $0.origin) })
    add("ignore", settings.ignored.map { ($0.value, $0.origin) })
    var names: Set<String> = []
    for (name, severity) in settings.severities.reversed() where names.insert(name).inserted {
      rows.append(Row(key: "severity", name: name, value: severity.value.name, origin: severity.origin))
    }
    rows.append(Row(key: "persona", value: settings.persona.value.rawValue, origin: settings.persona.origin))
    rows.append(Row(key: "preview", value: "\(settings.hasPreviews.value)", origin: settings.hasPreviews.origin))
    rows.append(Row(key: "trusted", value: "\(settings.isTrusted.value)", origin: settings.isTrusted.origin))
    rows.append(Row(key: "fail-on", value: settings.failOn.value.name, origin: settings.failOn.origin))
    add("exclude", files.flatMap(\.excluded)) { $0.text }
    add("baseline", files.compactMap(\.baseline).last)
    add("piped", files.compactMap(\.piped).last)
    add("secrets", files.flatMap(\.secrets)) { $0 }
    add("secret-files", files.flatMap(\.secretFiles)) { $0 }
    add("plugins", files.flatMap(\.plugins)) { $0.images.joined(separator: ", ") }
    self.rows = rows
  }

  /// Where a value comes from, in words.
  private func words(for origin: Origin) -> String {
    switch origin {
    case .standard: return "default"
    case .option(let name): return name
    case .place(let span):
      let source = sources[span.source]
      return "\(source.name):\(source.lineNumber(of: span.start))"
    }
  }

  /// YAML with the places as comments, in one column.
  var text: String {
    var lines: [(text: String, origin: String?)] = []
    var key = ""
    for row in rows {
      let value = Self.scalar(row.value)
      let origin = words(for: row.origin)
      if row.isItem || row.name != nil, row.key != key { lines.append(("\(row.key):", nil)) }
      key = row.key
      if let name = row.name {
        lines.append(("  \(name): \(value)", origin))
      } else {
        lines.append((row.isItem ? "- \(value)" : "\(row.key): \(value)", origin))
      }
    }
    let width = min(lines.compactMap { $0.origin == nil ? nil : $0.text.count }.max() ?? 0, 60)
    let names = files.reversed().map(\.source.name)
    var text = "# " + (names.isEmpty ? "no configuration" : names.joined(separator: ", which adds to ")) + "\n"
    for line in lines {
      text += Printable.line(line.text)
      if let origin = line.origin {
        text += String(repeating: " ", count: max(0, width - line.text.count)) + "  # " + Printable.line(origin)
      }
      text += "\n"
    }
    return text
  }

  /// A text as YAML, in quotes where it would be something else without them.
  private static func scalar(_ text: String) -> String {
    let isPlain =
      text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !":#,[]{}&*!|>'\"%@`".utf8.contains($0) }
      && !text.hasPrefix("-") && !text.hasPrefix("?") && !text.isEmpty
    if isPlain { return text }
    var json = JSONWriter(layout: .compact)
    json.string(text)
    return json.text
  }

  /// An array of objects.
  var json: String {
    var json = JSONWriter()
    json.array(rows) { json, row in
      json.object {
        $0.member("key", row.name.map { "\(row.key).\($0)" } ?? row.key)
        $0.member("value", row.value)
        if case .place(let span) = row.origin {
          let source = sources[span.source]
          let position = source.position(of: span.start)
          $0.member("file", source.name)
          $0.member("line", position.line)
          $0.member("column", position.column)
        }
      }
    }
    return json.text + "\n"
  }
}
