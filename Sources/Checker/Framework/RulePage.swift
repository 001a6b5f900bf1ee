import Diagnostics
import IR

/// The documentation of rules as Markdown.
public enum RulePage {
  /// The page of one rule.
  public static func text(for rule: RegisteredRule) -> String {
    let info = rule.info
    var page = "# \(info.name)\n\n"
    page += "**\(severityWord(info.severity))** · \(info.summary)\n\n"
    page += "Group `\(info.group.rawValue)` · persona `\(info.persona.rawValue)` · \(info.lifecycle.rawValue)\n\n"
    page += "## Why\n\n\(info.rationale)\n"
    if !info.flagged.isEmpty {
      page += "\n## Avoid\n"
      for example in info.flagged { page += fenced(example) }
    }
    if !info.accepted.isEmpty {
      page += "\n## Prefer\n"
      for example in info.accepted { page += fenced(example) }
    }
    page += "\n## When it is wrong\n\n\(info.exceptions)\n"
    page += "\n## Configure\n\n\(configuration(info))\n"
    return page
  }

  /// The list of all rules, by dialect, severity and name.
  public static var index: String {
    var page = "# Rules\n\n"
    page +=
      "An *error* is refused by the real system or cannot work. A *warning* is accepted and does not do what it says,\n"
    page +=
      "or works only under a condition that the file cannot show. An *info* is advice.\n\n"
    page +=
      "Rules of the persona `regular` speak always, those of `pedantic` and `auditor` with `--persona`, and previews with\n"
    page +=
      "`--preview`; whoever names a rule hears it. `--select` and `--ignore` take names of rules, and those of groups.\n"
    let sections = Dialect.allCases.map { (title: dialectName($0), rules: rules(of: $0)) }
    for (title, rules) in sections + [(title: "Configuration", rules: configurationRules)] {
      // A rule that looks at two parts of a file is listed once.
      var names: Set<RuleName> = []
      let infos = rules.map(\.info).filter { names.insert($0.name).inserted }
      if infos.isEmpty { continue }
      page += "\n## \(title)\n"
      for severity in Diagnostic.Severity.allCases.sorted(by: >) {
        let infos = infos.filter { $0.severity == severity }.sorted { $0.name < $1.name }
        guard !infos.isEmpty else { continue }
        page +=
          "\n### \(severityWord(severity))\n\n| rule | what is wrong | group | persona |\n| --- | --- | --- | --- |\n"
        for info in infos {
          let mark = info.lifecycle == .stable ? "" : " (\(info.lifecycle.rawValue))"
          page += "| [\(info.name)](\(info.name).md)\(mark) | \(escaped(info.summary)) "
          page += "| \(info.group.rawValue) | \(info.persona.rawValue) |\n"
        }
      }
    }
    return page
  }

  private static func fenced(_ example: Example) -> String {
    "\n```yaml\n\(example.text.hasSuffix("\n") ? example.text : example.text + "\n")```\n"
  }

  private static func configuration(_ info: RuleInfo) -> String {
    let asking =
      switch (info.lifecycle, info.persona) {
      case (.preview, .regular): "`--preview`"
      case (.preview, let persona): "`--preview --persona \(persona.rawValue)`"
      case (_, .regular): ""
      case (_, let persona): "`--persona \(persona.rawValue)`"
      }
    if info.group == .configuration {
      return "A configuration that cannot be used ends the run; nothing silences that."
    }
    let comment = "`# pipec: ignore[\(info.name)] why` behind a line or above a node"
    if asking.isEmpty {
      return """
        `pipec check --ignore \(info.name)` leaves it out, `ignore: \(info.name)` in `.pipec.yaml` does so for everybody, and \
        \(comment) does so there.
        """
    }
    return """
      Off unless asked for: `pipec check --select \(info.name)`, `severity: {\(info.name): warning}` in `.pipec.yaml`, or \
      with others: \(asking). \(comment) silences it there.
      """
  }

  private static func dialectName(_ dialect: Dialect) -> String {
    switch dialect {
    case .drone: "Drone"
    case .harness: "Harness"
    case .pipecd: "PipeCD"
    }
  }

  private static func severityWord(_ severity: Diagnostic.Severity) -> String {
    switch severity {
    case .info: "Info"
    case .warning: "Warning"
    case .error: "Error"
    }
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { $0 == "|" ? "\\|" : String($0) })
  }
}
