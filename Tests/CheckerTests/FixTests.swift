import Checker
import Diagnostics
import Parser
import Testing

/// Applying what a finding proposes makes the finding go away.
@Suite struct Fixes {
  @Test(arguments: RuleExamples.flagged) func mendsTheExample(_ example: RuleExamples.Case) {
    let text = CaretExample(example.text).text
    for finding in Self.findings(of: example.rule, in: text) {
      for fix in finding.fixes where fix.safety != .displayOnly {
        let before = Self.findings(of: example.rule, in: text).count
        let mended = Self.apply(fix, to: text)
        let after = Self.findings(of: example.rule, in: mended)
        #expect(after.count < before, "\(fix.title) gave:\n\(mended)")
        let errors = Self.all(in: mended).filter { $0.rule == "yaml-syntax" || $0.rule == "type-mismatch" }
        #expect(errors.isEmpty || example.rule == "type-mismatch", "\(fix.title) gave:\n\(mended)")
      }
    }
  }

  private static func findings(of rule: RuleName, in text: String) -> [Diagnostic] {
    all(in: text).filter { $0.rule == rule }
  }

  private static func all(in text: String) -> [Diagnostic] {
    let source = Source(name: "example.yml", text: text)
    var options = Checker.Options()
    options.minimumSeverity = .info
    return Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source, options: options)
  }

  private static func apply(_ fix: Fix, to text: String) -> String {
    var bytes = Array(text.utf8)
    for edit in fix.edits.reversed() {
      bytes.replaceSubrange(Int(edit.span.start)..<Int(edit.span.end), with: edit.replacement.utf8)
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
