import Diagnostics
import ExpressionRows
import Expressions
import REPL
import TestSupport
import Testing

/// Every row of the references, through the evaluator that `pipec eval` and the session ask.
@Suite struct ExpressionRowTests {
  private static func text(_ evaluation: Evaluation) -> String {
    if let failure = evaluation.failure { return "failure: \(failure.message)" }
    return String(decoding: evaluation.text ?? [], as: UTF8.self)
  }

  // MARK: Drone

  @Test func substitutions() {
    let environment = SubstitutionRows.environment
    for (input, output) in SubstitutionRows.values {
      let evaluation = Evaluator().drone(Array(input.utf8)) { environment[$0] }
      #expect(evaluation.text == Array(output.utf8), "\(input)")
      #expect(evaluation.json?.contains("\"type\": \"string\"") == true)
    }
    for (message, inputs) in SubstitutionRows.failures {
      for input in inputs {
        let evaluation = Evaluator().drone(Array(input.utf8)) { environment[$0] }
        #expect(evaluation.failure?.message == message, "\(input)")
        #expect(evaluation.text == nil)
      }
    }
  }

  // MARK: Harness

  /// A result in the words of the tables.
  private static func words(_ evaluation: Evaluation, isCondition: Bool) -> String {
    switch evaluation.result {
    case .failure(let problem):
      if problem.message.hasPrefix("the expression waits for ") {
        return "«deferred \(problem.message.dropFirst("the expression waits for ".count))»"
      }
      return problem.rule == "expression-syntax" ? "error: syntax" : "error"
    case .value(.string(let text)): return isCondition ? "\"\(text)\"" : text
    case .value(let value): return value.renderedText
    case .bytes(let bytes): return String(decoding: bytes, as: UTF8.self)
    case .pieces(let pieces):
      return pieces.map { piece in
        switch piece {
        case .literal(let text): text
        case .secret(let name): "«secret \(name)»"
        case .deferred(let expression): "«deferred \(expression)»"
        }
      }.joined()
    }
  }

  @Test(arguments: [HarnessMode.null, .original]) func harness(_ mode: HarnessMode) throws {
    let scope = try HarnessFixture.scope()
    let rows = try HarnessFixture.rows("harness-expressions.tsv")
    #expect(rows.count == 208)
    for row in rows {
      let isCondition = row["operation"] != "R"
      if isCondition, mode == .original { continue }
      var options = Evaluator.Options()
      options.isCondition = isCondition
      options.mode = mode
      let expression = row["expression"] ?? ""
      let found = Self.words(Evaluator(options).harness(expression, in: scope), isCondition: isCondition)
      var expected = row["expected"] ?? ""
      if mode == .original, let original = row["original"], original != "-" { expected = original }
      // Other kinds of failures than syntax are told apart by their words.
      if expected.hasPrefix("error: "), expected != "error: syntax" { expected = "error" }
      #expect(found == expected, "row \(row["number"] ?? ""): \(expression)")
    }
  }

  @Test func jexl() throws {
    let variables = try HarnessFixture.context("jexl-engine-context.json")
    for row in try HarnessFixture.rows("jexl-engine.tsv") {
      let expression = row["expression"] ?? ""
      let evaluation = Evaluator().jexl(expression, variables: variables)
      #expect((evaluation.failure == nil) == (row["error"] == ""), "\(expression)")
      guard case .value(let value) = evaluation.result else { continue }
      if row["type"] == "java.lang.String" {
        #expect(Self.text(evaluation) == value.javaText, "\(expression)")
      } else if !value.isNull, case .javaClass = value {
        #expect(Self.text(evaluation) == value.javaText)
      } else if !value.isNull, row["type"] != "java.lang.Character" {
        #expect(Self.text(evaluation) == row["value"], "\(expression)")
      }
      #expect(evaluation.json != nil)
    }
    let others = try HarnessFixture.json(
      """
      {"a": 5, "s": "hello", "n": null, "t": "true", "fl": "false", "empty1": "", "list": ["x", "y", "z"],
       "m": {"k-1": "dash", "k": "v", "size": "SZ", "x": {"y": "deep"}}}
      """)
    let rows = try HarnessFixture.rows("jexl-expressions.tsv")
    #expect(rows.count == 130)
    for row in rows {
      let expression = row["expression"] ?? ""
      let mode: Jexl.Mode = row["mode"] == "script" ? .script : .expression
      let evaluation = Evaluator().jexl(expression, variables: others, mode: mode)
      let expected = row["expected"] ?? ""
      #expect((evaluation.failure != nil) == expected.hasPrefix("error: "), "\(expression)")
      if case .value(let value) = evaluation.result { #expect(value.javaText == expected, "\(expression)") }
    }
  }

  // MARK: Go templates

  @Test(arguments: GoTemplateRows.values + GoTemplateRows.failures) func templates(_ row: GoTemplateRows.Row) {
    let evaluation = Evaluator().goTemplate(row.template, data: GoTemplateRows.data, isFile: false)
    if let failure = evaluation.failure {
      #expect(row.result.hasSuffix(failure.message))
    } else {
      #expect(Self.text(evaluation) == row.result)
    }
  }

  // MARK: The session

  /// Without a file, the session gives what the evaluator gives: rows of one line, in a conversation.
  @Test func theSessionAgrees() throws {
    var talk = try Talk()
    talk.session.isBrief = true
    for (name, value) in SubstitutionRows.environment.sorted(by: { $0.key < $1.key })
    where !value.contains("\n") && !value.isEmpty { talk.say(":set \(name) \(value)") }
    let environment = SubstitutionRows.environment.filter { !$0.value.isEmpty && !$0.value.contains("\n") }
    for (input, _) in SubstitutionRows.values
    where input.hasPrefix("${") && !input.contains("ML") && !input.contains("\0") {
      let expected = Evaluator().drone(Array(input.utf8)) { environment[$0] }
      #expect(talk.session.submit(input).output == Self.text(expected) + "\n", "\(input)")
    }
  }
}
