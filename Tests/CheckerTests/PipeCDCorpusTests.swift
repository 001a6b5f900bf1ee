import Checker
import Diagnostics
import IR
import Parser
import TestSupport
import Testing

/// All real PipeCD files of the corpus through the loader and the checker.
@Suite struct PipeCDCorpusChecks {
  private static func check(_ bytes: [UInt8], named name: String) -> (source: Source, findings: [Diagnostic]) {
    let source = Source(id: SourceID(0), name: name, bytes: bytes)
    var options = Checker.Options()
    options.minimumSeverity = .info
    let program = PipeCDLoader.load(source)
    return (source, Checker.check(program, of: source, options: options))
  }

  /// Every finding is of a rule that has a page, and inside of the text; one place has one mistake.
  @Test func findingsAreInOrder() {
    guard let files = Corpus.files(in: "pipecd") else { return }
    for file in files {
      let (source, findings) = Self.check(file.bytes, named: file.name)
      var seen: [Span: RuleName] = [:]
      for finding in findings {
        #expect(RuleRegistry.rule(named: finding.rule) != nil, "\(file.name): \(finding.rule)")
        #expect(Int(finding.primary.span.end) <= source.bytes.count, "\(file.name): \(finding)")
        #expect(!finding.message.hasSuffix("."), "\(finding.message)")
        guard finding.severity >= .warning else { continue }
        if let other = seen[finding.primary.span], other != finding.rule {
          Issue.record("\(file.name): \(other) / \(finding.rule): \(finding.message)")
        }
        seen[finding.primary.span] = finding.rule
      }
    }
  }

  /// Examples that upstream's decoder accepts have no finding of severity error, but for the mistakes that they have.
  @Test func examplesAreClean() {
    guard let files = Corpus.files(in: "pipecd") else { return }
    let known = [
      "cloudrun__analysis",  // `expected` where `expectedCode` is meant
      "ecs__wait-approval",  // no target groups
      "mesh-smi",  // a method of routing that no stage implements
    ]
    var count = 0
    for file in files where file.name.contains("__examples__") && file.name.hasSuffix("app.pipecd.yaml") {
      if known.contains(where: file.name.contains) { continue }
      let source = Source(id: SourceID(0), name: file.name, bytes: file.bytes)
      if PipeCDLoader.load(source).problems.contains(where: { $0.authority == .server }) { continue }
      count += 1
      for finding in Self.check(file.bytes, named: file.name).findings where finding.severity == .error {
        Issue.record("\(file.name): \(finding.rule): \(finding.message)")
      }
    }
    print("pipecd: \(count) examples without errors")
    #expect(count > 50)
  }

  /// Files with a line, a byte or an end changed are read and checked like any others.
  @Test func mutatedFilesAreReadAllTheSame() {
    guard let files = Corpus.files(in: "pipecd") else { return }
    var random = SeededRandom(seed: 7)
    let pieces = [
      "[", "{", "- ", ": ", "&a ", "*a", "!!str ", "<<: *a\n", "null", "0x1F", "{{ .App", "\u{0}", "\t", "1e400",
      "|-\n",
    ]
    for file in files {
      for _ in 0..<6 {
        var bytes = file.bytes
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.removeSubrange(place...)
        case 1: bytes.insert(contentsOf: Array(pieces.randomElement(using: &random)!.utf8), at: place)
        case 2: if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
        default:
          let end = min(bytes.count, place + Int.random(in: 0...60, using: &random))
          bytes.removeSubrange(place..<end)
        }
        let (source, findings) = Self.check(bytes, named: file.name)
        for finding in findings { #expect(Int(finding.primary.span.end) <= source.bytes.count, "\(file.name)") }
      }
    }
  }
}
