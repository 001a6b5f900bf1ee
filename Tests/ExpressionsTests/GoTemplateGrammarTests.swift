import ExpressionRows
import Expressions
import TestSupport
import Testing

/// The grammar in `grammar/` and the parser of Go templates.
@Suite struct GoTemplateGrammarTests {
  @Test func everySentenceIsAccepted() throws {
    let grammar = try Grammar(named: "go-template.ebnf")
    var random = SeededRandom(seed: 11)
    for _ in 0..<500 {
      let text = grammar.sentence(of: "template", using: &random)
      if case .failure(let failure) = GoTemplate.parse(text), failure.reason != .limit {
        Issue.record("\(text): \(failure.message)")
      }
    }
  }

  /// Rows that Go refuses are not derived, and those that it accepts are.
  @Test func rowsAgree() throws {
    let grammar = try Grammar(named: "go-template.ebnf")
    let refused = [
      "{{ .App.Name ", "{{", "{{ end }}", "{{ if }}x{{ end }}", "{{}}", "{{ if true }}x", "{{ \"a }}", "{{/* a }}",
      "{{ (1 }}", "{{ 1) }}", "{{ .AppCustomArgs.my-key }}", "{{ else }}",
    ]
    for text in refused {
      #expect(!grammar.derives(text, from: "template"), "\(text)")
      if case .success = GoTemplate.parse(text) { Issue.record("\(text) is accepted") }
    }
    let accepted = [
      "rate(x{app=\"{{ .App.Name }}\"})", "{{range $k, $v := .A}}{{$.B}}{{end}}", "{{with .A}}x{{else}}y{{end}}",
      "a {{- \" b \" -}} c", "{{if eq .A.B \"c\"}}c{{else}}p{{end}}", "{{index .A \"none\" | printf \"%q\"}}",
    ]
    for text in accepted where !text.contains("(x{") {
      #expect(grammar.derives(text, from: "template"), "\(text)")
      if case .failure(let failure) = GoTemplate.parse(text) { Issue.record("\(text): \(failure.message)") }
    }
  }

  @Test func noBytesCrash() throws {
    let grammar = try Grammar(named: "go-template.ebnf")
    var random = SeededRandom(seed: 12)
    var limits = GoTemplate.Limits()
    limits.steps = 1_000
    for _ in 0..<500 {
      var bytes = Array(grammar.sentence(of: "template", using: &random).utf8)
      for _ in 0..<Int.random(in: 1...5, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[index] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: index)
        default:
          bytes.insert(
            contentsOf: Array("{{ | ($x := \"".utf8).prefix(Int.random(in: 1...12, using: &random)), at: index)
        }
      }
      let text = String(decoding: bytes, as: UTF8.self)
      switch GoTemplate.parse(text, functions: .sprig) {
      case .failure(let failure): #expect(failure.range.upperBound <= text.utf8.count, "\(text)")
      case .success(let syntax):
        _ = syntax.render(GoTemplateRows.data, limits: limits)
        for finding in syntax.findings(for: .structure("t", [])) {
          #expect(finding.range.upperBound <= text.utf8.count, "\(text)")
        }
      }
    }
  }
}
