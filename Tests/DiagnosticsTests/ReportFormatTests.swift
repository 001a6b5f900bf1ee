import Diagnostics
import TestSupport
import Testing

/// The formats that other programs read, each as one golden file.
@Suite struct ReportFormatTests {
  /// Two files, one clean; texts that every format has to escape; a mark over several lines; a place behind wide characters.
  static func findings() -> (SourceSet, [Diagnostic]) {
    var sources = SourceSet()
    let first = sources.add(name: "a b/.drone.yml", bytes: Array("kind: pipeline\nsteps:\n- name: 😀 «x»\n".utf8))
    _ = sources.add(name: "clean.yml", bytes: Array("kind: pipeline\n".utf8))
    let third = sources.add(name: "c,d:e.yml", bytes: Array("\u{FEFF}x: 1\nx: 1\n".utf8))
    let wide = UInt32("kind: pipeline\nsteps:\n- name: 😀 ".utf8.count)
    return (
      sources,
      [
        Diagnostic(
          rule: "first-rule", severity: .error, message: "50% of <this> & \"that\", 'x'",
          at: Span(first.id, 15, wide), label: "here", related: [.init(Span(first.id, 0, 4), "there")],
          help: "write\nsomething else",
          fixes: [Fix("do it", safety: .safe, edits: [.init(Span(first.id, 0, 4), "k")])]),
        Diagnostic(
          rule: "second-rule", severity: .warning, message: "a bell \u{7} rings", at: Span(first.id, wide, wide + 3)),
        Diagnostic(rule: "second-rule", severity: .info, message: "again", at: Span(third.id, 3, 4)),
        Diagnostic(rule: "second-rule", severity: .info, message: "again", at: Span(third.id, 8, 9)),
      ]
    )
  }

  static let rules = [
    SARIFRenderer.Rule(
      name: "first-rule", severity: .error, summary: "The first.", explanation: "Because.", page: "# one\n", tags: ["a"]
    ),
    SARIFRenderer.Rule(
      name: "second-rule", severity: .warning, summary: "The second.", explanation: "So.", page: "# two\n", tags: []),
    SARIFRenderer.Rule(
      name: "unused-rule", severity: .warning, summary: "Not used.", explanation: "No.", page: "", tags: []),
  ]

  @Test(arguments: ["sarif", "jsonl", "gitlab"]) func bytesAreAsExpected(_ format: String) {
    let (sources, findings) = Self.findings()
    let bytes =
      switch format {
      case "sarif": SARIFRenderer(sources: sources, rules: Self.rules, version: "1.2.3").bytes(of: findings)
      case "jsonl": JSONLinesRenderer(sources: sources).bytes(of: findings)
      default: GitLabRenderer(sources: sources).bytes(of: findings)
      }
    #expect(Golden.difference(String(decoding: bytes, as: UTF8.self), from: "reports/\(format).json") == nil)
  }

  @Test(arguments: ["github", "checkstyle", "junit"]) func textIsAsExpected(_ format: String) {
    let (sources, findings) = Self.findings()
    let text =
      switch format {
      case "github": GitHubRenderer(sources: sources).text(of: findings)
      case "checkstyle": CheckstyleRenderer(sources: sources).text(of: findings)
      default: JUnitRenderer(sources: sources).text(of: findings, files: [0, 1, 2].map { SourceID($0) })
      }
    #expect(Golden.difference(text, from: "reports/\(format).txt") == nil)
  }

  /// A baseline must outlive what is written above a finding, and tell two equal findings of one file apart.
  @Test func fingerprintsIgnoreWhereALineIs() {
    func fingerprints(_ text: String) -> [Fingerprint] {
      var sources = SourceSet()
      let source = sources.add(name: "a", bytes: Array(text.utf8))
      var findings: [Diagnostic] = []
      var offset: UInt32 = 0
      for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
        if line.contains("x") {
          findings.append(
            Diagnostic(rule: "r", severity: .error, message: "\(offset)", at: Span(source.id, offset, offset)))
        }
        offset += UInt32(line.utf8.count) + 1
      }
      return Fingerprint.all(of: findings, in: sources)
    }
    let before = fingerprints("x: 1\n  x: 2\nx: 1\n")
    #expect(Set(before).count == 3)
    #expect(fingerprints("new: line\nx: 1\n\n\n x: 2\nx: 1\n") == before)
    #expect(fingerprints("x: 3\n")[0] != before[0])
  }
}
