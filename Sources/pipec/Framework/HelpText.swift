/// Makes the help and the manual of a command from its tables.
enum HelpText {
  /// What `--help` shows; fits 24 lines of 80 columns.
  static func short(_ info: CommandInfo, options: [OptionInfo]) -> String {
    var text = "pipec \(info.name): \(info.summary)\n\n"
    text += "Usage: pipec \(info.name) \(options.isEmpty ? "" : "[OPTION…] ")\(info.usage)\n\n"
    text += table(options.filter(\.isFrequent).map { ($0.spelling, $0.help) }, width: 80)
    let rare = options.filter { !$0.isFrequent }.map { "--" + $0.long }
    if !rare.isEmpty {
      text += names(rare)
    }
    if !info.examples.isEmpty {
      text += "\nExamples:\n"
      text += table(info.examples.map { ($0.line, $0.meaning) }, width: 80)
    }
    return text + "\nMore: pipec help \(info.name)\n"
  }

  /// The names of further options, on so many lines that the help stays on one screen.
  private static func names(_ names: [String]) -> String {
    var count = names.count
    while true {
      let more = count == names.count ? "" : " … (\(names.count - count) more)"
      let text = wrap("And: " + names.prefix(count).joined(separator: " ") + more, indent: 2, width: 80)
      if count <= 1 || text.split(separator: "\n").count <= 4 { return text }
      count -= 1
    }
  }

  /// What `pipec help COMMAND` shows.
  static func manual(_ info: CommandInfo, options: [OptionInfo], width: Int) -> String {
    let width = min(max(width, 40), 100)
    var text = "NAME\n" + wrap("pipec \(info.name) - \(info.summary)", indent: 4, width: width)
    text += "\nSYNOPSIS\n    pipec \(info.name) [OPTION…] \(info.usage)\n\nDESCRIPTION\n"
    text += paragraphs(info.details, width: width)
    text += "\nOPTIONS\n"
    for option in options {
      text += "    \(option.spelling)\n" + wrap(option.fullHelp, indent: 8, width: width)
      if !option.choices.isEmpty {
        text += wrap("one of: " + option.choices.joined(separator: ", "), indent: 8, width: width)
      }
    }
    text += "\nEXIT STATUS\n"
    for (code, meaning) in ExitStatus.meanings { text += "    \(code)  \(meaning)\n" }
    text += "\nENVIRONMENT\n"
    text += wrap(environment, indent: 4, width: width)
    if !info.examples.isEmpty {
      text += "\nEXAMPLES\n"
      for example in info.examples {
        text += "    \(example.line)\n" + wrap(example.meaning, indent: 8, width: width)
      }
    }
    return text
  }

  /// What the environment decides for every command.
  static let environment =
    "NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, TERM=dumb decide about colour where --color does not."

  /// Two columns; the right one starts where most of the left ones fit.
  static func table(_ rows: [(String, String)], width: Int) -> String {
    let fitting = rows.map(\.0.count).filter { $0 <= width / 2 - 4 }.max() ?? 20
    return rows.reduce(into: "") { text, row in
      let left = "  " + row.0
      let pad = fitting + 4 - left.count
      if pad >= 2 {
        let lines = wrap(row.1, indent: 0, width: width - fitting - 4).split(separator: "\n")
        text += left + String(repeating: " ", count: pad) + (lines.first ?? "") + "\n"
        for line in lines.dropFirst() { text += String(repeating: " ", count: fitting + 4) + line + "\n" }
      } else {
        text += left + "\n" + wrap(row.1, indent: fitting + 4, width: width)
      }
    }
  }

  /// Words in lines of at most `width` columns.
  static func wrap(_ text: String, indent: Int, width: Int) -> String {
    let margin = String(repeating: " ", count: indent)
    var result = ""
    var line = ""
    for word in text.split(separator: " ") {
      if !line.isEmpty, indent + line.count + 1 + word.count > width {
        result += margin + line + "\n"
        line = ""
      }
      line += (line.isEmpty ? "" : " ") + word
    }
    return line.isEmpty ? result : result + margin + line + "\n"
  }

  private static func paragraphs(_ text: String, width: Int) -> String {
    var result = ""
    for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) {
      result += paragraph.hasPrefix(" ") ? "    \(paragraph)\n" : wrap(String(paragraph), indent: 4, width: width)
      if paragraph.isEmpty { result += "\n" }
    }
    return result
  }
}
