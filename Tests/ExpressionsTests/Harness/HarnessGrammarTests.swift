import Expressions
import TestSupport
import Testing

/// `grammar/harness-text.ebnf` and the scanner agree: the grammar derives exactly the texts in which every `<+` is closed.
@Suite struct HarnessGrammarTests {
  @Test func everySentenceHasOnlyClosedSpans() throws {
    let grammar = try Grammar(named: "harness-text.ebnf")
    var random = SeededRandom(seed: 21)
    var depth = 0
    for _ in 0..<3_000 {
      let text = grammar.sentence(of: "text", using: &random)
      let scanned = HarnessText.scan(text)
      #expect(scanned.unclosed == nil, "\(text)")
      depth = max(depth, scanned.spans.map(\.depth).max() ?? 0)
      var end = 0
      for piece in scanned.pieces {
        let range =
          switch piece {
          case .literal(let range): range
          case .span(let span): span.range
          }
        #expect(range.lowerBound == end)
        end = range.upperBound
      }
      #expect(end == text.utf8.count)
    }
    #expect(depth > 2)
  }

  @Test func charactersInARow() throws {
    let grammar = try Grammar(named: "harness-text.ebnf")
    var random = SeededRandom(seed: 22)
    let parts = ["<+", "<", "+", ">", "\\", "a", "\"", "<+", ">"]
    var unclosed = 0
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 1...8, using: &random)).compactMap { _ in parts.randomElement(using: &random) }
        .joined()
      let isClosed = HarnessText.scan(text).unclosed == nil
      if !isClosed { unclosed += 1 }
      #expect(grammar.derives(text, from: "text") == isClosed, "\(text)")
    }
    #expect(unclosed > 250)
  }
}
