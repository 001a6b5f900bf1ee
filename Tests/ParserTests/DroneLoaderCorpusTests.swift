import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// What the loader refuses, against what the real server and the real runner refuse.
@Suite struct DroneLoaderCorpusTests {
  @Test func refusesWhatTheRealSystemRefuses() throws {
    guard let root = Corpus.root, let serverRows = Corpus.table("oracle/drone.plan-push-main.tsv"),
      let runnerRows = Corpus.table("oracle/drone.lintall-stage.tsv")
    else { return }
    var server: [String: (Bool, String)] = [:]
    for row in serverRows { server[row["file"]!] = (row["result"]!.hasPrefix("error"), row["error"] ?? "") }
    var agree = 0
    var total = 0
    for row in runnerRows {
      let file = row["file"]!
      guard file.hasSuffix("yml") || file.hasSuffix("yaml") else { continue }
      let bytes = try [UInt8](Foundation.Data(contentsOf: root.appending(path: file)))
      let source = Source(id: SourceID(0), name: file, bytes: bytes)
      let program = DroneLoader.load(source) { _ in nil }
      let errors = program.problems.filter { $0.diagnostic.severity == .error }
      let expected = server[file]?.0 == true || row["verdict"] == "reject"
      total += 1
      if expected == !errors.isEmpty {
        agree += 1
      } else {
        print("DIFF", file, "expected", expected, server[file]?.1 ?? "", row["stage"]!, row["message"]!)
        for error in errors.prefix(3) {
          let p = source.position(of: error.diagnostic.primary.span.start)
          print("    ", p.line, p.column, error.diagnostic.rule, error.diagnostic.message)
        }
      }
    }
    print("agreement \(agree) of \(total)")
  }
}
