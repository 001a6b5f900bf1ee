import ExpressionRows
import Expressions
import TestSupport
import Testing

/// The grammar in `grammar/` and the parser agree in both directions.
@Suite struct SubstitutionGrammarTests {
  private static let rows = SubstitutionRows.values.map(\.input) + SubstitutionRows.failures.flatMap(\.inputs)

  @Test func everySentenceIsAccepted() throws {
    let grammar = try Grammar(named: "drone-substitution.ebnf")
    var random = SeededRandom(seed: 1)
    var operations: Set<Substitution.Operation> = []
    for _ in 0..<5_000 {
      let text = grammar.sentence(of: "text", using: &random)
      let (syntax, failures) = Substitution.parse(Array(text.utf8))
      #expect(failures.isEmpty, "\(text)")
      operations.formUnion(syntax.expansions.map(\.operation))
    }
    #expect(operations == Set(Substitution.Operation.allCases), "every operation occurs")
  }

  @Test func whatTheGrammarDoesNotDeriveIsRejected() throws {
    let grammar = try Grammar(named: "drone-substitution.ebnf")
    for text in Self.rows where !text.contains("\0") {
      #expect(grammar.derives(text, from: "text") == Substitution.parse(Array(text.utf8)).failures.isEmpty, "\(text)")
    }
    var random = SeededRandom(seed: 2)
    var rejected = 0
    for _ in 0..<5_000 {
      let text = Self.mutated(grammar.sentence(of: "item", using: &random), &random)
      guard text.unicodeScalars.count < 120 else { continue }
      let isAccepted = Substitution.parse(Array(text.utf8)).failures.isEmpty
      if !isAccepted { rejected += 1 }
      #expect(grammar.derives(text, from: "text") == isAccepted, "\(text)")
    }
    #expect(rejected > 200, "enough mutations spoil the text")
  }

  @Test func noBytesCrash() throws {
    let grammar = try Grammar(named: "drone-substitution.ebnf")
    var random = SeededRandom(seed: 3)
    for _ in 0..<5_000 {
      var bytes = Array(grammar.sentence(of: "text", using: &random).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      for version in [Substitution.Version.v1_0_3, .v1_0_2] {
        let (syntax, failures) = Substitution.parse(bytes, version: version)
        #expect(failures.allSatisfy { $0.range.upperBound <= bytes.count })
        #expect(syntax.parts.reduce(0) { $1.range.lowerBound == $0 ? $1.range.upperBound : -1 } == syntax.inputEnd)
        _ = Substitution.expand(syntax, of: bytes) { $0.utf8.count % 2 == 0 ? "vé\nl" : nil }
      }
    }
  }

  /// Inserts, drops or replaces a few characters.
  private static func mutated(_ text: String, _ random: inout SeededRandom) -> String {
    var scalars = Array(text.unicodeScalars)
    let alphabet = Array("${}:/\\#%=-?+,^aé ".unicodeScalars)
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let index = Int.random(in: 0...scalars.count, using: &random)
      let scalar = alphabet.randomElement(using: &random) ?? "$"
      switch Int.random(in: 0..<3, using: &random) {
      case 0: scalars.insert(scalar, at: index)
      case 1: if index < scalars.count { scalars.remove(at: index) }
      default: if index < scalars.count { scalars[index] = scalar }
      }
    }
    var result = String.UnicodeScalarView()
    result.append(contentsOf: scalars)
    return String(result)
  }
}
