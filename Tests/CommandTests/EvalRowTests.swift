import ExpressionRows
import Expressions
import Foundation
import REPL
import TestSupport
import Testing

/// Every row of the references through the program itself. That the evaluator gives what the rows say is held by its own
/// tests; here the program has to print that, to the byte, and nothing where there is a failure.
@Suite struct EvalRowTests {
  /// A text, the options that it is evaluated with, and what is expected of it.
  private struct Row {
    var text: [UInt8]
    var options: String
    var evaluation: Evaluation

    init(_ text: String, _ options: String, _ evaluation: Evaluation) {
      self.text = Array(text.utf8)
      self.options = options
      self.evaluation = evaluation
    }
  }

  /// Runs `pipec eval` once for every row.
  private func check(_ rows: [Row], context: String) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("context.json", context)
    var options = ""
    for (index, row) in rows.enumerated() {
      try runner.write("\(index).text", row.text)
      options += "\(index) \(row.options)\n"
    }
    try runner.write("rows", options)
    let result = try runner.shell(
      """
      while read -r row options; do
        "$pipec" eval --context context.json $options - <$row.text >$row.output 2>$row.error
        echo $? >$row.status
      done <rows
      """)
    #expect(result.status == 0)
    for (index, row) in rows.enumerated() {
      func file(_ kind: String) throws -> [UInt8] {
        Array(try Data(contentsOf: runner.folder.appendingPathComponent("\(index).\(kind)")))
      }
      let text = String(decoding: row.text, as: UTF8.self)
      #expect(try file("output") == row.evaluation.text ?? [], "\(text)")
      #expect(try file("status") == Array((row.evaluation.failure == nil ? "0\n" : "1\n").utf8), "\(text)")
      if let failure = row.evaluation.failure {
        #expect(try String(decoding: file("error"), as: UTF8.self).contains(failure.message), "\(text)")
      }
    }
  }

  @Test func substitutions() throws {
    let environment = SubstitutionRows.environment
    let texts = SubstitutionRows.values.map(\.input) + SubstitutionRows.failures.flatMap(\.inputs)
    let context = try JSONSerialization.data(withJSONObject: environment)
    try check(
      texts.map { text in
        Row(text, "--language drone", Evaluator().drone(Array(text.utf8)) { environment[$0] })
      }, context: String(decoding: context, as: UTF8.self))
  }

  @Test(arguments: [HarnessMode.null, .original]) func harness(_ mode: HarnessMode) throws {
    let scope = try HarnessFixture.scope()
    let rows = try HarnessFixture.rows("harness-expressions.tsv").compactMap { row -> Row? in
      let isCondition = row["operation"] != "R"
      guard !isCondition || mode == .null, let text = row["expression"] else { return nil }
      var options = Evaluator.Options()
      options.isCondition = isCondition
      options.mode = mode
      let words = "--language harness --unresolved \(mode)" + (isCondition ? " --condition" : "")
      return Row(text, words, Evaluator(options).harness(text, in: scope))
    }
    #expect(rows.count > 100)
    try check(rows, context: JexlJSON.text(of: .map(HarnessFixture.tree())))
  }

  @Test func jexl() throws {
    let text = try Repository.text("Tests/ExpressionsTests/Fixtures/jexl-engine-context.json")
    let variables = try HarnessFixture.context("jexl-engine-context.json")
    let rows = try HarnessFixture.rows("jexl-engine.tsv").compactMap { $0["expression"] }
    try check(
      rows.map { Row($0, "--language jexl", Evaluator().jexl($0, variables: variables)) }, context: text)
  }

  @Test func templates() throws {
    let context = #"""
      {"App": {"Name": "shop", "Env": ""}, "K8s": {"Namespace": "prod"}, "Variant": {"Name": "canary"},
       "VariantCustomArgs": {"pod": "shop-canary"}, "AppCustomArgs": {"job": "j1"}, "List": [1, 2, 3]}
      """#
    let tree = try HarnessFixture.json(context)
    let rows = GoTemplateRows.values + GoTemplateRows.failures
    try check(
      rows.map { Row($0.template, "--language gotemplate", Evaluator().goTemplate($0.template, tree: tree)) },
      context: context)
  }
}
