import Checker
import Diagnostics
import Foundation
import TestSupport
import Testing

@Suite struct Registry {
  /// Every file under `Rules` holds one rule, and every rule is in the list once.
  @Test func completeness() throws {
    let folder = Repository.url("Sources/Checker/Rules")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var types: [String] = []
    for case let file as URL in files where file.pathExtension == "swift" {
      types.append(file.deletingPathExtension().lastPathComponent)
    }
    let registered = allRules.map { String(describing: $0.rule) }
    #expect(types.sorted() == registered.sorted())
  }

  /// A rule is named like its type, in kebab-case.
  @Test func names() {
    for rule in allRules {
      var expected = ""
      for character in String(describing: rule.rule) {
        if character.isUppercase, !expected.isEmpty { expected += "-" }
        expected += character.lowercased()
      }
      let name = rule.info.name.text
      #expect(
        name == expected
          || name.replacingOccurrences(of: "-", with: "") == expected.replacingOccurrences(of: "-", with: ""))
    }
    #expect(Set(allRules.map(\.info.name)).count == allRules.count)
  }

  @Test func documentationIsThere() {
    for info in allRules.map(\.info) {
      #expect(info.summary.hasSuffix("."), "\(info.name)")
      #expect(info.rationale.hasSuffix("."), "\(info.name)")
      // Names of files decide about these, and other files; examples have neither.
      // These need to know more than one file; their own tests have it.
      let needy: Set<RuleName> = [
        "config-file", "forgotten-secret", "generated-pipeline", "missing-companion", "target-syntax", "trigger-path",
        "unchained-application", "undeclared-secret", "unknown-analysis-provider", "unknown-analysis-template",
        "unknown-secret", "unlisted-target", "unread-file", "unserved-stage",
      ]
      if needy.contains(info.name) { continue }
      #expect(!info.flagged.isEmpty && !info.accepted.isEmpty, "\(info.name)")
      for other in info.yields { #expect(RuleRegistry.rule(named: other) != nil, "\(info.name) yields to \(other)") }
    }
  }

  /// A rule speaks by default just where it is meant to: those in lists of advice only where somebody asks.
  @Test func listsAgreeWithPersonas() {
    for info in allRules.map(\.info) {
      #expect(RuleRegistry.isOnRequest(info.name) == !info.isOnByDefault, "\(info.name) is in the wrong list")
      if info.severity == .info { #expect(info.persona > .regular, "\(info.name)") }
    }
  }

  @Test func groupsAreNoRules() {
    for name in RuleRegistry.groupNames {
      #expect(RuleRegistry.rule(named: RuleName(name)) == nil)
      #expect(RuleRegistry.group(named: name)?.isEmpty == false, "\(name)")
    }
    #expect(RuleRegistry.group(named: "secrts") == nil)
  }

  @Test func suggestion() {
    #expect(RuleRegistry.suggestion(for: "unknown-evnt") == "unknown-event")
    #expect(RuleRegistry.suggestion(for: "completely-different") == nil)
  }
}
