import Checker
import Diagnostics

/// `pipec explain`: why a rule is there.
struct ExplainCommand: Command {
  static let info = CommandInfo(
    name: "explain", summary: "say what a rule finds, why, and when it is wrong", usage: "[RULE…]",
    details: """
      Shows the page of a rule: what it finds, why that matters, what to avoid and to prefer, when it is wrong, and how to \
      leave it out. Without a name, lists all rules with their severities.
      """,
    examples: [("pipec explain", "all rules"), ("pipec explain unknown-key", "one rule")], operands: [.rules])
  static let options: [CommandOption<ExplainCommand>] = []

  var common = CommonOptions()
  var operands: [String] = []

  func run(_ streams: Streams) throws(CommandError) -> ExitStatus {
    let style = outputStyle(streams)
    guard !operands.isEmpty else {
      streams.output.write(list(style))
      return .clean
    }
    var pages: [String] = []
    for name in operands {
      guard let rule = RuleRegistry.rule(named: RuleName(name)) else {
        throw .usage("no rule is named '\(name)'" + suggestion(name, RuleCatalogue.names))
      }
      pages.append(page(of: rule, style))
    }
    streams.output.write(pages.joined(separator: "\n"))
    return .clean
  }

  /// The page with its headings painted and its prose wrapped; it is Markdown and stays so.
  private func page(of rule: RegisteredRule, _ style: Style) -> String {
    var isCode = false
    var text = ""
    for line in RulePage.text(for: rule).split(separator: "\n", omittingEmptySubsequences: false).dropLast() {
      if line.hasPrefix("```") { isCode.toggle() }
      if isCode || line.hasPrefix("```") || line.isEmpty {
        text += line + "\n"
      } else if line.hasPrefix("#") {
        text += style.paint(String(line), .strong) + "\n"
      } else {
        text += HelpText.wrap(String(line), indent: 0, width: min(style.width, 100))
      }
    }
    return text
  }

  private func list(_ style: Style) -> String {
    let rules = RuleRegistry.names.compactMap { RuleRegistry.rule(named: $0)?.info }
    let width = rules.map(\.name.text.count).max() ?? 0
    return rules.reduce(into: "") { text, info in
      let role: Style.Role =
        switch info.severity {
        case .error: .error
        case .warning: .warning
        case .info: .info
        }
      let name = info.name.text + String(repeating: " ", count: width - info.name.text.count)
      let severity = info.severity.name + String(repeating: " ", count: 7 - info.severity.name.count)
      let columns = max(20, style.width - width - 11)
      let lines = HelpText.wrap(info.summary, indent: 0, width: columns).split(separator: "\n")
      text += "\(style.paint(name, .strong))  \(style.paint(severity, role))  \(lines.first ?? "")\n"
      for line in lines.dropFirst() { text += String(repeating: " ", count: width + 11) + line + "\n" }
    }
  }
}
