/// Makes pages for `man` of the same tables as `--help`.
enum ManualPage {
  /// The page of a command: `pipec-check(1)`.
  static func text(_ info: CommandInfo, options: [OptionInfo], commands: [String]) -> String {
    var page = Roff.title("pipec-\(info.name)")
    page += Roff.section("NAME") + "pipec\\-\(Roff.text(info.name)) \\- \(Roff.text(info.summary))\n"
    page += Roff.section("SYNOPSIS") + ".B pipec \(Roff.text(info.name))\n"
    page += Roff.text("[OPTION…] \(info.usage)") + "\n"
    page += Roff.section("DESCRIPTION") + Roff.paragraphs(info.details)
    page += Roff.section("OPTIONS")
    for option in options {
      page += Roff.item(Roff.option(option))
      page += Roff.paragraph(option.fullHelp)
      if !option.choices.isEmpty {
        page += ".br\n" + Roff.paragraph("One of: " + option.choices.joined(separator: ", "))
      }
    }
    page += status + environment
    if !info.examples.isEmpty {
      page += Roff.section("EXAMPLES")
      for example in info.examples {
        page += Roff.item("\\f(CW\(Roff.text(example.line))\\fR") + Roff.paragraph(example.meaning)
      }
    }
    return page + seeAlso(["pipec"] + commands.filter { $0 != info.name }.map { "pipec-\($0)" })
  }

  /// The page of the program: `pipec(1)`.
  static func overview(_ commands: [CommandInfo]) -> String {
    var page = Roff.title("pipec")
    page += Roff.section("NAME") + "pipec \\- check, plan and run pipelines of Drone, Harness and PipeCD\n"
    page += Roff.section("SYNOPSIS") + ".B pipec\n" + Roff.text("COMMAND [OPTION…] [OPERAND…]") + "\n"
    page += Roff.section("DESCRIPTION")
    page += Roff.paragraph(
      "Reads pipeline files, says what is wrong with them before a server does, shows what would run and why, and runs it "
        + "on this machine. Each command has a page of its own, which 'pipec help COMMAND' shows as well.")
    page += Roff.section("COMMANDS")
    for command in commands {
      page += Roff.item("\\fB\(Roff.text(command.name))\\fR \(Roff.text(command.usage))")
      page += Roff.paragraph(command.summary)
    }
    page += Roff.section("OPTIONS")
    page += Roff.item("\\fB\\-h\\fR, \\fB\\-\\-help\\fR") + Roff.paragraph("what pipec does")
    page += Roff.item("\\fB\\-V\\fR, \\fB\\-\\-version\\fR") + Roff.paragraph("what it was built from")
    return page + status + environment + seeAlso(commands.map { "pipec-\($0.name)" })
  }

  private static var status: String {
    ExitStatus.meanings.reduce(into: Roff.section("EXIT STATUS")) {
      $0 += Roff.item(Roff.text(String($1.code))) + Roff.paragraph($1.meaning)
    }
  }

  private static var environment: String { Roff.section("ENVIRONMENT") + Roff.paragraph(HelpText.environment) }

  private static func seeAlso(_ pages: [String]) -> String {
    Roff.section("SEE ALSO") + pages.map { ".BR \(Roff.text($0)) (1)" }.joined(separator: ",\n") + "\n"
  }
}

/// The language of `man`: a line that begins with a dot is a request, and a backslash begins an escape.
enum Roff {
  /// The first line of a page; it has no date, so that the same program gives the same page.
  static func title(_ name: String) -> String {
    ".TH \(text(name.uppercased())) 1 \"\" \"pipec \(text(Version.number))\" \"Manual of pipec\"\n"
  }

  /// A heading.
  static func section(_ name: String) -> String { ".SH \(name)\n" }

  /// A term whose explanation follows; `term` is roff already.
  static func item(_ term: String) -> String { ".TP\n\(term)\n" }

  /// An option as people type it, the value in italics.
  static func option(_ info: OptionInfo) -> String {
    let short = info.short.map { "\\fB\\-\($0)\\fR, " } ?? ""
    let value = info.placeholder.map { "\\fI\(text($0))\\fR" }
    let tail = value.map { info.isValueOptional ? "[=\($0)]" : " " + $0 } ?? ""
    return short + "\\fB\(text("--" + info.long))\\fR" + tail
  }

  /// One paragraph.
  static func paragraph(_ content: String) -> String { line(content) + "\n" }

  /// Paragraphs with empty lines between; lines that start with a space stay as they are.
  static func paragraphs(_ content: String) -> String {
    var result = ""
    var isExample = false
    for piece in content.split(separator: "\n", omittingEmptySubsequences: false) {
      if piece.hasPrefix(" ") != isExample {
        isExample.toggle()
        result += isExample ? ".nf\n" : ".fi\n"
      }
      result += piece.isEmpty ? ".PP\n" : line(String(piece)) + "\n"
    }
    return isExample ? result + ".fi\n" : result
  }

  /// A line of text, which must not be taken for a request.
  private static func line(_ content: String) -> String {
    let escaped = text(content)
    return escaped.hasPrefix(".") || escaped.hasPrefix("\\(aq") ? "\\&" + escaped : escaped
  }

  /// A text with nothing in it that roff would read as its own; what is not ASCII is written by its number.
  static func text(_ content: String) -> String {
    content.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "\"": result += "\\(dq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      case " "..."~": result.unicodeScalars.append(scalar)
      default:
        let digits = String(scalar.value, radix: 16, uppercase: true)
        result += "\\[u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "]"
      }
    }
  }
}
