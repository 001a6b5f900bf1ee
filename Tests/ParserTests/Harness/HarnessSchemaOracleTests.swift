import Diagnostics
import Foundation
import IR
import TestSupport
import Testing
import YAML

@testable import Parser

/// What the published schema says of real files, and where pipec says something else.
@Suite struct HarnessSchemaOracle {
  /// Files about which pipec disagrees, with the reason.
  static let deviations: [String: String] = [:]

  @Test func verdicts() throws {
    guard let rows = Corpus.table("oracle/harness.schema.tsv") else { return }
    var compared = 0
    for row in rows {
      let (name, verdict) = (row["file"] ?? "", row["verdict"] ?? "")
      guard verdict == "accept" || verdict == "reject", let file = Corpus.file(name),
        let kind = Self.kind(row["root"] ?? "", schema: row["schema"] ?? "")
      else { continue }
      let source = Source(id: SourceID(0), name: name, bytes: file.bytes)
      let tree = Tree.parse(source.bytes, range: 0..<source.bytes.count, source: source.id, map: nil).tree
      var log = LoadLog()
      let accepts = tree.withRoot { $0.map { HarnessSchemaChecker.check($0, as: kind, into: &log) } ?? false }
      compared += 1
      if accepts != (verdict == "accept"), Self.deviations[name] == nil {
        Issue.record(
          "\(name): \(verdict) (\((row["message"] ?? "").prefix(300)) at \(row["path"] ?? ""))\n\(log.problems.map(\.diagnostic.message).prefix(6))"
        )
      }
    }
    #expect(compared > 150)
  }

  static func kind(_ root: String, schema: String) -> HarnessDocumentKind? {
    switch (root, schema) {
    case ("pipeline", "v0"): .pipeline(.v0)
    case ("pipeline", "v1"): .pipeline(.unified)
    case ("template", "template"): .template(.v0)
    case ("trigger", _): .trigger
    default: nil
    }
  }
}
