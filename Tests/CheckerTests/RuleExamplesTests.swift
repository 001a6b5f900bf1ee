import Checker
import Diagnostics
import Parser
import Testing

@Suite struct RuleExamples {
  struct Case: CustomTestStringConvertible, Sendable {
    var rule: RuleName
    var number: Int
    var text: String
    var testDescription: String { "\(rule) \(number + 1)" }
  }

  // What shellcheck says is tested where shellcheck is called.
  static let flagged = allRules.map(\.info).filter { $0.name != "shell" }.flatMap { info in
    info.flagged.enumerated().map { Case(rule: info.name, number: $0.offset, text: $0.element.text) }
  }
  static let accepted = allRules.map(\.info).flatMap { info in
    info.accepted.enumerated().map { Case(rule: info.name, number: $0.offset, text: $0.element.text) }
  }

  /// The rule speaks where the carets say, and no other rule speaks besides.
  @Test(arguments: flagged) func flaggedExample(_ example: Case) throws {
    let annotated = CaretExample(example.text)
    let info = try #require(RuleRegistry.rule(named: example.rule)?.info)
    var options = Checker.Options()
    options.persona = info.persona
    options.hasPreviews = info.lifecycle == .preview
    let all =
      info.group == .configuration ? annotated.configurationFindings() : annotated.findings(options: options)
    let found = all.filter {
      $0.diagnostic.rule == example.rule
        ? !info.isOnByDefault || $0.diagnostic.severity >= .warning : isLoud($0.diagnostic)
    }.map(\.finding)
    #expect(annotated.expectations.contains { $0.rule == example.rule.text }, "the example expects nothing of its rule")
    for expectation in annotated.expectations where !found.contains(where: { CaretExample.agree(expectation, $0) }) {
      Issue.record("not found: \(expectation)\nfound: \(found)")
    }
    for finding in found where !annotated.expectations.contains(where: { CaretExample.agree($0, finding) }) {
      Issue.record("not expected: \(finding)")
    }
  }

  /// Whether everybody is told.
  private func isLoud(_ finding: Diagnostic) -> Bool {
    finding.severity >= .warning && RuleRegistry.rule(named: finding.rule)?.info.isOnByDefault != false
  }

  /// Nothing of severity warning or above is said, and nothing by the rule itself.
  @Test(arguments: accepted) func acceptedExample(_ example: Case) {
    var options = Checker.Options()
    options.persona = .auditor
    options.hasPreviews = true
    let annotated = CaretExample(example.text)
    let isConfiguration = RuleRegistry.rule(named: example.rule)?.info.group == .configuration
    let all = isConfiguration ? annotated.configurationFindings() : annotated.findings(options: options)
    let found = all.filter {
      isLoud($0.diagnostic) || $0.diagnostic.rule == example.rule
    }
    #expect(found.isEmpty, "found: \(found.map(\.finding))")
  }
}
