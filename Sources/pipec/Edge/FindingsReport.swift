import Checker
import Diagnostics

/// Findings in one of the formats that people and programs read.
struct FindingsReport {
  var findings: [Diagnostic]
  var sources: SourceSet
  /// The files that could be read, those without findings too.
  var files: [SourceID]

  func write(_ format: CheckCommand.Format, _ style: Style, to output: OutputStream) {
    switch format {
    case .text:
      output.write(TextRenderer(style: style, sources: sources, fileLink: FileLink.address).text(of: findings))
    case .concise: output.write(ConciseRenderer(style: style, sources: sources).text(of: findings))
    case .json: output.write(JSONRenderer(sources: sources).bytes(of: findings))
    case .jsonl: output.write(JSONLinesRenderer(sources: sources).bytes(of: findings))
    case .sarif:
      output.write(SARIFRenderer(sources: sources, rules: rules, version: Version.number).bytes(of: findings))
    case .github: output.write(GitHubRenderer(sources: sources).text(of: findings))
    case .gitlab: output.write(GitLabRenderer(sources: sources).bytes(of: findings))
    case .checkstyle: output.write(CheckstyleRenderer(sources: sources).text(of: findings))
    case .junit: output.write(JUnitRenderer(sources: sources).text(of: findings, files: files))
    }
  }

  /// What there is to say of the rules that found something.
  private var rules: [SARIFRenderer.Rule] {
    let used = Set(findings.map(\.rule))
    var known: Set<RuleName> = []
    return allRules.filter { used.contains($0.info.name) && known.insert($0.info.name).inserted }.map { rule in
      let info = rule.info
      return SARIFRenderer.Rule(
        name: info.name, severity: info.severity, summary: info.summary, explanation: info.rationale,
        page: RulePage.text(for: rule), tags: [info.group.rawValue])
    }
  }
}
