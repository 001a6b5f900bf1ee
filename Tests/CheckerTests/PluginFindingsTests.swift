import Checker
import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// The settings of known plugins in real files, held against a review of every one that no version of its plugin reads.
/// Files that are programs are checked as the YAML that the real command line makes of them.
@Suite struct PluginFindings {
  private struct Generated: Decodable {
    var file: String
    var out: String
  }

  private static let generated: [String: String] = {
    let all = (try? Corpus.jsonLines("oracle/drone.generate.jsonl.gz", as: Generated.self)) ?? []
    return Dictionary(all.map { ($0.file, $0.out) }, uniquingKeysWith: { first, _ in first })
  }()

  private static func check(_ path: String) -> (source: Source, found: [Diagnostic])? {
    guard let file = Corpus.file(path) else { return nil }
    let source = Source(
      id: SourceID(0), name: file.name, bytes: generated[path].map { Array($0.utf8) } ?? file.bytes)
    return (source, Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source))
  }

  @Test func everyKnownMistakeIsFound() {
    guard let rows = Corpus.table("../data/plugins-findings.tsv") else { return }
    for row in rows {
      guard let name = row["file"], let setting = row["setting"], !name.hasPrefix("harness/"),
        let (source, found) = Self.check("drone/" + name)
      else { continue }
      #expect(
        found.contains { source.text(of: $0.primary.span) == setting },
        "\(name): \(setting) of \(row["image"] ?? "")")
    }
  }

  /// What else is said of settings in real files: each of these was looked at and is true.
  private static let reviewed: [(file: String, rule: String, why: String)] = [
    ("05kritika__example-java-maven__", "unknown-setting", "`settings:` in a file of Drone 0.8, which has no such key"),
    ("drone__", "missing-setting", "examples and test data that leave out the address of the chat"),
  ]

  @Test func nothingElseIsSaid() {
    guard let files = Corpus.files(in: "drone"), let rows = Corpus.table("../data/plugins-findings.tsv") else { return }
    let known = Set(rows.map { "\($0["file"] ?? "") \($0["setting"] ?? "")" })
    for file in files where file.name.hasSuffix(".yml") || file.name.hasSuffix(".yaml") {
      guard let (source, found) = Self.check("drone/" + file.name) else { continue }
      for finding in found where ["unknown-setting", "missing-setting", "setting-value"].contains(finding.rule.text) {
        if known.contains("\(file.name) \(source.text(of: finding.primary.span))") { continue }
        #expect(
          Self.reviewed.contains { file.name.hasPrefix($0.file) && $0.rule == finding.rule.text },
          "\(file.name): \(finding.rule): \(finding.message)")
      }
    }
  }

  /// The table can be read, and names are found whatever stands around them.
  @Test(
    arguments: [
      ("plugins/docker", "docker"), ("plugins/docker:20", "docker"), ("docker.io/plugins/docker@sha256:00", "docker"),
      ("mirror.example.com:5000/docker.io/plugins/docker:1", "docker"), ("Plugins/Docker", "docker"),
      ("plugins/dock", nil), ("acme/plugins/docker", nil), ("plugins/docker\nimage", nil), ("", nil),
    ] as [(String, String?)]) func imagesAreFound(_ image: String, _ name: String?)
  {
    #expect(PluginTable.plugin(image: image)?.name == name)
  }

  @Test func everyEntryIsWhole() {
    let all = PluginTable.all
    #expect(all.count > 200)
    #expect(Set(all.map(\.name)).count == all.count)
    for plugin in all {
      for name in plugin.oneOf.joined() { #expect(plugin.knows(name), "\(plugin.name): one-of \(name)") }
    }
  }
}
