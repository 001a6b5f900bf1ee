import ExpressionRows
import Expressions
import Foundation
import TestSupport
import Testing

/// The outcome of a substitution as text: the output, or the first upstream error.
enum SubstitutionOutcome: Equatable {
  case output([UInt8])
  case failure(String)

  static func output(_ text: String) -> Self { .output(Array(text.utf8)) }
}

func substitute(
  _ text: String, _ environment: [String: String], version: Substitution.Version = .v1_0_3, quotes: Bool = true
) -> SubstitutionOutcome {
  let bytes = Array(text.utf8)
  let (syntax, failures) = Substitution.parse(bytes, version: version)
  if let failure = failures.first { return .failure(failure.message) }
  switch Substitution.expand(syntax, of: bytes, quotesMultilineValues: quotes, lookup: { environment[$0] }) {
  case .success(let output): return .output(output.bytes)
  case .failure(let failure): return .failure(failure.message)
  }
}

@Suite struct SubstitutionTests {
  @Test func everyRowGivesItsValue() {
    for (input, output) in SubstitutionRows.values {
      #expect(substitute(input, SubstitutionRows.environment) == .output(output), "\(input)")
    }
  }

  @Test func everyRowGivesItsFailure() {
    for (message, inputs) in SubstitutionRows.failures {
      for input in inputs {
        #expect(substitute(input, SubstitutionRows.environment) == .failure(message), "\(input)")
      }
    }
  }

  @Test func piecesOfCharactersAreBytes() {
    let environment = SubstitutionRows.environment
    #expect(substitute("${U:0:1}", environment) == .output([0xC3]))
    #expect(substitute("${U#?}", environment) == .output([0xA9, 0x61]))
    #expect(substitute("${U##?}", environment) == .output("a"))
    #expect(substitute("${U##??}", environment) == .output(""))
    #expect(substitute("${W%?}", ["W": "aé"]) == .output("a\u{FFFD}"))
  }

  @Test func casesAreMappedOneToOne() {
    let environment = ["S": "straße", "I": "İ", "L": "ǆ", "G": "ᾳ", "F": "ﬁ", "N": "ŉ"]
    #expect(substitute("${S^^}", environment) == .output("STRAßE"))
    #expect(substitute("${I,,}", environment) == .output("i"))
    #expect(substitute("${L^}", environment) == .output("Ǆ"))
    #expect(substitute("${G^^}${F^^}${N^^}", environment) == .output("ᾼﬁŉ"))
  }

  @Test func theOlderLibraryHasOneErrorAndSimpleDefaults() {
    for (message, inputs) in SubstitutionRows.failures where !message.hasPrefix("runtime error") {
      for input in inputs {
        #expect(substitute(input, [:], version: .v1_0_2) == .failure("bad substitution"), "\(input)")
      }
    }
    #expect(substitute("${M:-x}${M:-${A}}", ["A": "a"], version: .v1_0_2) == .output("xa"))
    #expect(substitute("${M:-x${A}}", ["A": "a"], version: .v1_0_2) == .failure("bad substitution"))
  }

  struct OracleCase: Decodable {
    var text: String?
    var out: String?
    var error: String?
    var panic: String?
    var env: [String: String]?
  }

  @Test func theRealLibraryAgrees() throws {
    guard let cases = try Corpus.jsonLines("oracle/cases/envsubst.jsonl", as: OracleCase.self) else { return }
    let environment = try #require(cases.first?.env)
    #expect(cases.count > 300)
    for oracle in cases.dropFirst() {
      let text = try #require(oracle.text)
      switch substitute(text, environment, quotes: false) {
      case .output(let bytes):
        // The table was written as text, with U+FFFD for what is no UTF-8.
        #expect(String(decoding: bytes, as: UTF8.self) == oracle.out, "\(text)")
      case .failure(let message):
        #expect(message == oracle.error ?? oracle.panic, "\(text)")
      }
    }
  }

  @Test func theRealLinterAgreesOnWholeFiles() throws {
    guard let verdicts = Corpus.table("oracle/drone.lintall-stage.tsv"), let files = Corpus.files(in: "drone") else {
      return
    }
    let rows = Dictionary(verdicts.map { ($0["file"] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
    var failed = 0
    for file in files where file.name.hasSuffix(".yml") || file.name.hasSuffix(".yaml") {
      let row = try #require(rows["drone/" + file.name], "\(file)")
      let failure = Substitution.parse(file.bytes).failures.first
      #expect(failure?.message == (row["stage"] == "envsubst" ? row["message"] : nil), "\(file)")
      failed += failure == nil ? 0 : 1
    }
    #expect(failed > 0)
  }
}
