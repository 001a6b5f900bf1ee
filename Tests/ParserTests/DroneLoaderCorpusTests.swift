import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// What the loader refuses, against what the real server (`drone.plan-*`) and the docker runner's linter
/// (`drone.lintall-stage`, trusted) refuse.
@Suite struct DroneLoaderCorpusTests {
  /// Files where the two differ, each with its reason.
  private static let explained: [(part: String, why: String)] = [
    ("CUBETIQ__cubetiq_dart_shared__", "the exec runner refuses a step without a name; the oracle is docker's linter"),
    ("pipeline__digitalocean__", "the digitalocean runner refuses a pipeline without a token"),
    ("pipeline__macstadium__syntax__steps.md.1", "a digitalocean pipeline without a token"),
    ("pipeline__ssh__", "the ssh runner refuses a pipeline without a server"),
    (
      "appleboy__drone-gitter__@493aa2a__",
      "legacy: the converted step has no image; the oracle linted the file unconverted"
    ),
    ("jmccann__drone-chef-supermarket__@1e580e7__", "legacy: the converted step has no image"),
    ("jmccann__drone-terraform__@4f43627__", "legacy: the converted step has no image"),
    ("techknowlogick__drone-b2__@5138568__", "legacy: the converted step has no image"),
    ("wyattjoh__drone-gcs__", "legacy: the converted step has no image"),
    ("signer__testdata__missing_signature", "legacy: a list under `pipeline` becomes a step `<nil>` without an image"),
    ("signer__testdata__signed", "legacy: a list under `pipeline` becomes a step `<nil>` without an image"),
    ("appleboy__drone-line__vendor", "legacy: the matrix is filled in before the runner sees the file"),
    ("legacy__internal__testdata__matrix_2", "legacy: the matrix is filled in before the runner sees the file"),
    ("owncloud__activity__@21c716f__", "legacy: the matrix is filled in before the runner sees the file"),
    (
      "debian__php-geos__", "legacy: after conversion, `:${PATH}` leaves a command that ends in a colon, which is a map"
    ),
  ]

  @Test func refusesWhatTheRealSystemRefuses() throws {
    guard let root = Corpus.root, let serverRows = Corpus.table("oracle/drone.plan-push-main.tsv"),
      let runnerRows = Corpus.table("oracle/drone.lintall-stage.tsv")
    else { return }
    let refusedByServer = Set(
      serverRows.filter { $0["result"]?.hasPrefix("error") == true }.compactMap { $0["file"] })
    var compared = 0
    var explained = 0
    for row in runnerRows {
      guard let file = row["file"], file.hasSuffix("yml") || file.hasSuffix("yaml") else { continue }
      let bytes = [UInt8](try Foundation.Data(contentsOf: root.appending(path: file)))
      let program = DroneLoader.load(Source(id: SourceID(0), name: file, bytes: bytes)) { _ in nil }
      let errors = program.problems.filter { $0.diagnostic.severity == .error }.map(\.diagnostic.message)
      let isRefused = refusedByServer.contains(file) || row["verdict"] == "reject"
      compared += 1
      if let reason = Self.explained.first(where: { file.contains($0.part) }) {
        if isRefused == errors.isEmpty { explained += 1 }
        _ = reason.why
        continue
      }
      #expect(isRefused != errors.isEmpty, "\(file): \(row["message"] ?? "") \(errors)")
    }
    print("drone corpus: \(compared) files, \(explained) explained differences")
    #expect(compared > 500)
  }
}
