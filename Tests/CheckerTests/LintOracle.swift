import Checker
import Diagnostics
import Foundation
import IR
import Parser
import TestSupport
import Testing

/// `pipec check`, with the values that it assumes for variables, against what the real server and linter refuse. Files
/// that are programs are checked as the YAML that the real command line makes of them.
@Suite struct LintOracle {
  /// Files where the two differ, each with its reason.
  private static let explained: [(part: String, why: String)] = [
    ("CUBETIQ__cubetiq_dart_shared__", "the exec runner refuses a step without a name; the table is docker's linter"),
    ("pipeline__exec__overview.md.2", "the exec runner does not find a pipeline without a name"),
    ("pipeline__digitalocean__", "the digitalocean runner refuses a pipeline without a token"),
    ("pipeline__macstadium__syntax__steps.md.1", "a digitalocean pipeline without a token"),
    ("pipeline__ssh__", "the ssh runner refuses a pipeline without a server"),
    ("appleboy__drone-gitter__@493aa2a__", "0.8: the converted step has no image; the table has the file unconverted"),
    ("jmccann__drone-chef-supermarket__@1e580e7__", "0.8: no image, as before"),
    ("jmccann__drone-terraform__@4f43627__", "0.8: no image, as before"),
    ("techknowlogick__drone-b2__@5138568__", "0.8: no image, as before"),
    ("wyattjoh__drone-gcs__", "0.8: no image, as before"),
    ("signer__testdata__missing_signature", "0.8: a list under `pipeline` becomes a step without an image"),
    ("appleboy__drone-line__vendor", "0.8: the matrix is filled in before the runner sees the file"),
    ("legacy__internal__testdata__matrix_2", "0.8: the matrix, as before"),
    ("owncloud__activity__@21c716f__", "0.8: the matrix, as before"),
    ("debian__php-geos__", "0.8: after conversion, `:${PATH}` leaves a command that ends in a colon, which is a map"),
    ("IljaN__flaex__.drone.star", "waits for pipelines that are not there; the server's table has no such files"),
    ("naorlivne__drone-metronome__@344bb90__", "broken only where the build has no number, which every build has"),
  ]

  private struct File {
    var name: String
    var source: Source
  }

  /// The files of a table that are YAML, or of which there is the YAML.
  private func files(of rows: [[String: String]]) throws -> [File] {
    struct Generated: Decodable {
      var file: String
      var out: String
    }
    let generated = try Corpus.jsonLines("oracle/drone.generate.jsonl.gz", as: Generated.self) ?? []
    let texts = Dictionary(generated.map { ($0.file, $0.out) }, uniquingKeysWith: { first, _ in first })
    return rows.compactMap { row in
      guard let name = row["file"] else { return nil }
      if let text = texts[name] { return File(name: name, source: Source(name: name, text: text)) }
      guard name.hasSuffix("yml") || name.hasSuffix("yaml"), let file = Corpus.file(name) else { return nil }
      return File(name: name, source: Source(id: SourceID(0), name: name, bytes: file.bytes))
    }
  }

  @Test func refusesWhatTheRealSystemRefuses() throws {
    guard let server = Corpus.table("oracle/drone.plan-push-main.tsv"),
      let runner = Corpus.table("oracle/drone.lintall-stage.tsv")
    else { return }
    let refused = Set(
      server.filter { $0["result"]?.hasPrefix("error") == true }.compactMap { $0["file"] }
        + runner.filter { $0["verdict"] == "reject" }.compactMap { $0["file"] })
    var options = Checker.Options()
    options.isTrusted = true
    var count = 0
    var explained = 0
    for file in try files(of: runner) {
      let program = DroneLoader.load(file.source, lookup: Checker.assumedValue)
      let errors = Checker.check(program, of: file.source, options: options).filter { $0.severity == .error }
      let agrees = refused.contains(file.name) != errors.isEmpty
      count += 1
      if Self.explained.contains(where: { file.name.contains($0.part) }) {
        explained += agrees ? 0 : 1
        continue
      }
      #expect(agrees, "\(file.name): \(errors.map(\.message))")
    }
    let share = (1000 * (count - explained) / max(count, 1))
    print("check: \(count - explained) of \(count) files agree (\(share / 10).\(share % 10) %), \(explained) explained")
    #expect(count > 500)
  }

  /// What only trusted repositories may do is refused in the same files, and first of all for the same reason.
  @Test func needsTrustWhereTheRealLinterDoes() throws {
    guard let untrusted = Corpus.table("oracle/drone.lint.tsv"),
      let trusted = Corpus.table("oracle/drone.lint-trusted.tsv")
    else { return }
    let message = Dictionary(
      untrusted.map { ($0["file"] ?? "", $0["message"] ?? "") }, uniquingKeysWith: { first, _ in first })
    let accepted = Set(trusted.filter { $0["verdict"] == "accept" }.compactMap { $0["file"] })
    var compared = 0
    for file in try files(of: untrusted) where accepted.contains(file.name) {
      let program = DroneLoader.load(file.source) { _ in nil }
      // The command line lints no pipeline that leaves its type out, and never converts.
      let linted = program.isConverted ? [] : program.pipelines.filter { $0.drone?.type?.value == "docker" }
      let first = program.problems.first { problem in
        problem.isTrustDependent
          && linted.contains {
            $0.span.start <= problem.diagnostic.primary.span.start && problem.diagnostic.primary.span.end <= $0.span.end
          }
      }
      #expect((first?.upstream ?? "") == message[file.name], "\(file.name)")
      compared += 1
    }
    print("trust: \(compared) files agree")
    #expect(compared > 450)
  }

  /// As many pipelines are found as the runner compiles.
  @Test func findsAsManyPipelinesAsTheRealCompiler() throws {
    guard let rows = Corpus.table("oracle/drone.compile.tsv") else { return }
    let counts = Dictionary(rows.map { ($0["file"] ?? "", $0["pipelines"] ?? "") }, uniquingKeysWith: { $1 })
    let compiled = rows.filter { $0["verdict"] == "ok" }
    for file in try files(of: compiled) {
      let program = DroneLoader.load(file.source, lookup: Checker.assumedValue)
      guard !program.isConverted else { continue }
      let pipelines = program.pipelines.filter {
        $0.drone?.kind?.value == "pipeline" && ["", "docker"].contains($0.drone?.type?.value ?? "")
      }
      #expect(String(pipelines.count) == counts[file.name], "\(file.name)")
    }
  }
}
