import Diagnostics

/// `:help [COMMAND]`.
enum HelpCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["help", "h", "?"], "[COMMAND]", "say what the commands do", .command,
    details: "Without a name it lists all of them.", examples: [":help set"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard !input.text.isEmpty else { return overview(session) }
    let name = input.text.hasPrefix(":") ? String(input.text.dropFirst()) : input.text
    guard let command = SessionCommands.named(name) else {
      return session.unknown("command", input, among: SessionCommands.infos.flatMap(\.names), ":help lists all of them")
    }
    let info = command.info
    var lines = [session.style.paint(info.spelling, .strong), "  \(info.summary)"]
    if info.names.count > 1 {
      lines.append("  short: " + info.names.dropFirst().map { ":" + $0 }.joined(separator: " "))
    }
    lines.append("")
    for paragraph in info.details.split(separator: "\n", omittingEmptySubsequences: false) {
      lines +=
        paragraph.hasPrefix(" ")
        ? ["  \(paragraph)"] : wrap(String(paragraph), width: session.style.width - 2).map { "  \($0)" }
    }
    if !info.examples.isEmpty { lines += [""] + info.examples.map { "  \($0)" } }
    return .lines(lines)
  }

  private static func overview(_ session: Session) -> Response {
    let width = SessionCommands.infos.map(\.spelling.count).max() ?? 0
    var lines = SessionCommands.infos.map { info in
      let pad = String(repeating: " ", count: width - info.spelling.count + 2)
      return "  " + session.style.paint(info.spelling, .strong) + pad + info.summary
    }
    lines += ["", "Anything else is evaluated: ${…} as Drone does, <+…> as Harness does, {{…}} as PipeCD does."]
    return .lines(lines)
  }

  /// Words in lines of at most `width` columns.
  static func wrap(_ text: String, width: Int) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if last.count + 1 + word.count <= width {
        lines[lines.count - 1] = "\(last) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
