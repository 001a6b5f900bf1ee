import Checker
import Diagnostics
import Parser
import TestSupport
import Testing

/// All real files of the corpus through the loader and the checker.
@Suite struct CorpusChecks {
  struct Checked {
    var name: String
    var size: Int
    var findings: [Diagnostic]
  }

  static func check(minimum: Diagnostic.Severity) -> [Checked]? {
    guard let files = Corpus.files(in: "drone") else { return nil }
    var options = Checker.Options()
    options.minimumSeverity = minimum
    return files.filter { $0.name.hasSuffix(".yml") || $0.name.hasSuffix(".yaml") }.map { file in
      let source = Source(id: SourceID(0), name: file.name, bytes: file.bytes)
      let program = DroneLoader.load(source, lookup: Checker.assumedValue)
      return Checked(
        name: file.name, size: source.bytes.count,
        findings: Checker.check(program, of: source, options: options))
    }
  }

  @Test func everyFindingIsDocumentedAndInPlace() {
    guard let checked = Self.check(minimum: .info) else { return }
    for file in checked {
      var previous: UInt32 = 0
      for finding in file.findings {
        let span = finding.primary.span
        #expect(RuleRegistry.rule(named: finding.rule) != nil, "\(file.name): \(finding.rule)")
        #expect(Int(span.end) <= file.size, "\(file.name): \(finding)")
        #expect(span.start >= previous, "\(file.name): out of order")
        #expect(!finding.message.hasSuffix("."), "\(finding.message)")
        previous = span.start
      }
    }
  }

  /// No two rules speak about one place: the mistake is one.
  @Test func nothingIsSaidTwice() {
    guard let checked = Self.check(minimum: .warning) else { return }
    for file in checked {
      var seen: [Span: Diagnostic] = [:]
      for finding in file.findings {
        if let other = seen[finding.primary.span], other.rule != finding.rule {
          Issue.record(
            "\(file.name): \(other.rule) \(other.message) / \(finding.rule) \(finding.message)")
        }
        seen[finding.primary.span] = finding
      }
    }
  }
}
