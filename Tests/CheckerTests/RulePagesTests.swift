import Checker
import Configuration
import Foundation
import TestSupport
import Testing

/// `docs/rules` is made from the rules; `UPDATE_GOLDEN=1 swift test --filter RulePages` makes it anew.
@Suite struct RulePages {
  private static let note =
    "<!-- Made from the rule by `UPDATE_GOLDEN=1 swift test --filter RulePages`; do not edit. -->\n"

  static var pages: [(name: String, text: String)] {
    [("index.md", note + RulePage.index)] + allRules.map { ("\($0.info.name).md", note + RulePage.text(for: $0)) }
  }

  @Test func fresh() throws {
    let folder = Repository.url("docs/rules")
    let update = ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil
    if update {
      try? FileManager.default.removeItem(at: folder)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }
    for page in Self.pages {
      let file = folder.appendingPathComponent(page.name)
      if update { try page.text.write(to: file, atomically: true, encoding: .utf8) }
      let present = try? String(contentsOf: file, encoding: .utf8)
      #expect(
        present == page.text, "docs/rules/\(page.name) is stale: run `UPDATE_GOLDEN=1 swift test --filter RulePages`")
    }
    let names = Set(Self.pages.map(\.name))
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      #expect(names.contains(file), "docs/rules/\(file) belongs to no rule")
    }
  }

  /// The schema of configurations has the names of all rules.
  @Test func schemaIsFresh() throws {
    let file = Repository.url("grammar/pipec.schema.json")
    let text = ConfigurationSchema.json
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] != nil {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    let present = try? String(contentsOf: file, encoding: .utf8)
    #expect(present == text, "grammar/pipec.schema.json is stale: run `UPDATE_GOLDEN=1 swift test --filter RulePages`")
  }
}
