import Checker
import Diagnostics
import Testing

/// The mistakes of the reference's section 10, each with the rule that finds it: nothing in the list is without one, and
/// each has a row that shows it.
@Suite struct PipeCDMistakeTests {
  /// By number, from L01; several where there are several cases.
  private static let rules: [[RuleName]] = [
    ["unknown-key"], ["unknown-key"], ["type-mismatch"], ["type-mismatch"], ["unitless-duration"],
    ["invalid-duration"], ["replaced-zero"], ["unsupported-stage"], ["foreign-stage"], ["foreign-stage"],
    ["unserved-stage"], ["misplaced-option"], ["misplaced-option", "unread-timeout"],
    ["rollback-switch", "misplaced-option"], ["missing-rollback"], ["missing-approvers"],
    // L17: v0 lets anybody approve, which `plan` says; it is what its users mean.
    [],
    ["approval-count"], ["incomplete-check"], ["empty-analysis"], ["late-interval"], ["incomplete-check"],
    ["failure-limit"], ["unknown-template-path"], ["missing-template-argument"], ["template-syntax"],
    ["unknown-analysis-template", "unknown-analysis-provider"],
    ["undeclared-secret", "forgotten-secret", "unlisted-target", "missing-companion"],
    ["target-syntax", "secret-name"],
    ["plain-secret"], ["undecrypted-secret"], ["undecrypted-secret"], ["outside-target"], ["trigger-path"],
    ["regex-like-path"], ["vetoing-path"], ["commit-pattern"], ["chain-kind"], ["chain-labels"],
    ["unchained-application"], ["unknown-notification-event"], ["missing-rollout"], ["leftover-variant"],
    ["traffic-share"], ["traffic-share"], ["traffic-method"], ["patch-operation"], ["unknown-key"], ["type-mismatch"],
    ["unplanned-rollback"], ["unplannable-pipeline"], ["misplaced-option"], ["further-document"], ["unread-file"],
    ["unread-file"], ["unimplemented-replacement"], ["event-replacement"], ["plugin-entry"], ["reused-plugin"],
    ["plugin-entry"], ["ecs-rollback"], ["missing-name"], ["skip-crash"], ["slack-name"],
  ]

  /// Those that are shown by tests with more than one file, or with a name.
  private static let elsewhere: Set<String> = ["L11", "L17", "L27", "L28", "L34", "L40", "L54", "L55"]

  @Test func all() {
    #expect(Self.rules.count == 64)
    let rows = PipeCDRowTests.keys + PipeCDRowTests.stages + PipeCDRowTests.others + PipeCDRowTests.advice
    for (index, rules) in Self.rules.enumerated() {
      let number = "L" + (index < 9 ? "0" : "") + "\(index + 1)"
      for rule in rules { #expect(RuleRegistry.rule(named: rule) != nil, "\(number): \(rule.text)") }
      guard !Self.elsewhere.contains(number) else { continue }
      let shown = Set(rows.filter { $0.number == number }.flatMap(\.rules))
      #expect(!shown.isEmpty && shown.isSubset(of: Set(rules.map(\.text))), "\(number): \(shown)")
    }
  }
}
