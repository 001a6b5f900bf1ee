import Expressions
import TestSupport
import Testing

/// `grammar/jexl.ebnf` and the parser agree in both directions.
@Suite struct JexlGrammarTests {
  @Test func everySentenceIsAccepted() throws {
    let grammar = try Grammar(named: "jexl.ebnf")
    var random = SeededRandom(seed: 11)
    var unary: Set<JexlSyntax.UnaryOperator> = []
    var binary: Set<JexlSyntax.BinaryOperator> = []
    for index in 0..<300 {
      let isScript = index % 3 == 0
      let text = grammar.sentence(of: isScript ? "script" : "expression", depth: 60, length: 60, using: &random)
      // A name, a colon, a name and a parenthesis are a call in a namespace, as the grammar says in words.
      if try /[\w$@]\s*:\s*[\w$@]+\s*\(/.firstMatch(in: text) != nil { continue }
      switch Jexl.parse(text, mode: isScript ? .script : .expression) {
      case .failure(let error): Issue.record("\(text.debugDescription): \(error.message) at \(error.range)")
      case .success(let program):
        for node in program.nodes {
          if case .unary(let sign, _) = node.kind { unary.insert(sign) }
          if case .binary(let sign, _, _) = node.kind { binary.insert(sign) }
          #expect(node.range.upperBound <= text.utf8.count)
        }
      }
    }
    #expect(unary == Set(JexlSyntax.UnaryOperator.allCases))
    #expect(binary.count > 4, "most operators occur")
  }

  private static let tokens = [
    "a", "b", "1", "1.5", "'s'", "(", ")", "(", ")", "[", "]", "{", "}", ",", ":", "?", "?:", "==", "eq", "<", ">=",
    "=~", "+", "-", "*", "div", "&&", "and", "||", "!", "not", "empty", "size", "null", "true", "..", "=", "+=", ".",
    ". c", ". c ( )", "new", "NaN", "&", "|", "^",
  ]

  @Test func tokensInARowAreAcceptedIfAndOnlyIfTheyAreDerived() throws {
    let grammar = try Grammar(named: "jexl.ebnf")
    var random = SeededRandom(seed: 12)
    var accepted = 0
    for _ in 0..<300 {
      let count = Int.random(in: 1...7, using: &random)
      let text = (0..<count).compactMap { _ in Self.tokens.randomElement(using: &random) }.joined(separator: " ") + " "
      let isAccepted = if case .success = Jexl.parse(text, mode: .expression) { true } else { false }
      if isAccepted { accepted += 1 }
      #expect(grammar.derives(text, from: "expression") == isAccepted, "\(text)")
    }
    #expect(accepted > 4, "enough are expressions")
  }

  // MARK: - Precedence

  /// The whole structure, in parentheses.
  private func shape(_ text: String) -> String {
    guard case .success(let program) = Jexl.parse(text, mode: .expression) else { return "error" }
    func shape(_ id: JexlProgram.ID) -> String {
      switch program[id].kind {
      case .identifier(let name): name
      case .group(let inner): shape(inner)
      case .binary(let sign, let left, let right): "(\(shape(left)) \(sign.rawValue) \(shape(right)))"
      case .unary(let sign, let inner): "(\(sign.rawValue) \(shape(inner)))"
      case .conditional(let condition, let yes, let no): "(\(shape(condition)) ? \(shape(yes)) : \(shape(no)))"
      case .elvis(let condition, let no): "(\(shape(condition)) ?: \(shape(no)))"
      case .assignment(let sign, let left, let right): "(\(shape(left)) \(sign?.rawValue ?? "")= \(shape(right)))"
      default: "other"
      }
    }
    return shape(program.root)
  }

  @Test func everyPairOfOperators() {
    for first in JexlSyntax.BinaryOperator.allCases {
      for second in JexlSyntax.BinaryOperator.allCases {
        let text = "a \(first.rawValue) b \(second.rawValue) c"
        let expected =
          if first.precedence < second.precedence {
            "(a \(first.rawValue) (b \(second.rawValue) c))"
          } else if first.precedence > second.precedence || first.isAssociative {
            "((a \(first.rawValue) b) \(second.rawValue) c)"
          } else {
            "error"
          }
        #expect(shape(text) == expected, "\(text)")
      }
    }
  }

  @Test func whatBindsLooserAndTighter() {
    let rows: [(String, String)] = [
      ("a = b = c", "(a = (b = c))"), ("a += b ? c : d", "(a += (b ? c : d))"),
      ("a ? b : c ? d : e", "(a ? b : (c ? d : e))"),
      ("a ? b = c : d", "(a ? (b = c) : d)"), ("a || b ?: c || d", "((a || b) ?: (c || d))"),
      ("!a && b", "((! a) && b)"), ("- a * b", "((- a) * b)"), ("not empty a == b", "((! (empty a)) == b)"),
      ("a - - b", "(a - (- b))"), ("size a + b", "((size a) + b)"), ("~a & b", "((~ a) & b)"),
      ("a or b and c", "(a || (b && c))"), ("a eq b or c ne d", "((a == b) || (c != d))"),
      ("a lt b == c gt d", "((a < b) == (c > d))"), ("a div b mod c", "((a / b) % c)"), ("+a", "error"),
      ("a ** b", "error"),
      ("a ?? b", "error"), ("a ? b", "error"), ("a === b", "error"), ("a <> b", "error"),
    ]
    for (text, expected) in rows { #expect(shape(text) == expected, "\(text)") }
  }

  @Test func noBytesCrash() throws {
    let grammar = try Grammar(named: "jexl.ebnf")
    var random = SeededRandom(seed: 13)
    for _ in 0..<300 {
      var bytes = Array(grammar.sentence(of: "script", depth: 60, length: 60, using: &random).utf8)
      for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
        let index = Int.random(in: bytes.indices, using: &random)
        bytes[index] = UInt8.random(in: 0...255, using: &random)
      }
      let text = String(decoding: bytes, as: UTF8.self)
      _ = JexlEvaluator.evaluate(text, variables: JexlMap([("a", .integer(1)), ("b", .string("x"))]))
    }
  }
}
