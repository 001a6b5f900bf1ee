import Checker
import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// All real Harness files of the corpus through the loader and the checker.
@Suite struct HarnessCorpusChecks {
  private static func check(_ text: [UInt8], name: String) -> (source: Source, findings: [Diagnostic]) {
    let source = Source(id: SourceID(0), name: name, bytes: text)
    let program = ProgramLoader.load(source, dialect: .harness, lookup: { _ in nil })
    var options = Checker.Options()
    options.minimumSeverity = .info
    return (source, Checker.check(program, of: source, options: options))
  }

  /// Every finding has a rule with a page, a clause without a full stop, and a place in the file.
  @Test func everyFindingIsDocumentedAndInPlace() {
    guard let files = Corpus.files(in: "harness") else { return }
    for file in files {
      let (source, findings) = Self.check(file.bytes, name: file.name)
      for finding in findings where HarnessRow.checkers.contains(finding.rule.text) {
        #expect(RuleRegistry.rule(named: finding.rule) != nil)
        #expect(!finding.message.hasSuffix("."), "\(finding.message)")
        #expect(finding.primary.span.end <= UInt32(source.bytes.count), "\(file.name): \(finding.message)")
        #expect(finding.primary.span.start < finding.primary.span.end, "\(file.name): \(finding.rule)")
      }
    }
  }

  /// A file that ends too early, or lacks a part, is checked like any other.
  @Test func damagedFilesAreCheckedToo() {
    guard let files = Corpus.files(in: "harness") else { return }
    for (number, file) in files.enumerated() where number % 4 == 0 {
      let bytes = file.bytes
      guard bytes.count > 40 else { continue }
      for part in 1...3 { _ = Self.check(Array(bytes[..<(bytes.count * part / 4)]), name: file.name) }
      let middle = bytes.count / 2
      _ = Self.check(Array(bytes[..<middle] + bytes[(middle + 7)...]), name: file.name)
      // What opens is never closed.
      _ = Self.check(bytes.map { $0 == UInt8(ascii: ">") ? UInt8(ascii: "+") : $0 }, name: file.name)
    }
  }

  /// In files that Harness's published schema accepts, the only error is a loop that runs zero times: the schema lets it
  /// pass, and the server refuses it.
  @Test func acceptedFilesHaveOnlyTheseErrors() {
    guard let table = Corpus.table("oracle/harness.schema.tsv") else { return }
    var counts: [String: Int] = [:]
    for row in table where row["verdict"] == "accept" && row["root"] != "trigger" {
      guard let name = row["file"], let file = Corpus.file(name) else { continue }
      for finding in Self.check(file.bytes, name: name).findings
      where finding.severity == .error && HarnessRow.checkers.contains(finding.rule.text) {
        counts[finding.rule.text, default: 0] += 1
      }
    }
    #expect(counts == Self.known)
  }

  private static let known = ["loop-count": 1]
}
