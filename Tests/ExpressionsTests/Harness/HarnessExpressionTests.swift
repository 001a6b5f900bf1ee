import ExpressionRows
import Expressions
import Testing

/// What the real evaluator made of expressions in a fixed pipeline, row by row.
@Suite struct HarnessExpressionTests {
  /// A row that is known to come out otherwise in the original mode is named here, with the reason.
  private static func text(_ row: [String: String], _ evaluator: HarnessEvaluator) -> String {
    let expression = row["expression"] ?? ""
    return row["operation"] == "R"
      ? HarnessFixture.text(evaluator.render(expression)) : HarnessFixture.text(evaluator.evaluate(expression))
  }

  @Test func everyRowGivesItsValue() throws {
    let rows = try HarnessFixture.rows("harness-expressions.tsv")
    #expect(rows.count == 208)
    let evaluator = HarnessEvaluator(scope: try HarnessFixture.scope())
    for row in rows {
      #expect(Self.text(row, evaluator) == row["expected"], "row \(row["number"] ?? ""): \(row["expression"] ?? "")")
    }
  }

  @Test func unresolvedExpressionsStayAsWritten() throws {
    let evaluator = HarnessEvaluator(scope: try HarnessFixture.scope(), mode: .original)
    for row in try HarnessFixture.rows("harness-expressions.tsv") where row["operation"] == "R" {
      let expected = row["original"] == "-" ? row["expected"] : row["original"]
      #expect(Self.text(row, evaluator) == expected, "row \(row["number"] ?? ""): \(row["expression"] ?? "")")
    }
  }

  @Test func withoutPastingTextsAreOperands() throws {
    let evaluator = HarnessEvaluator(
      scope: try HarnessFixture.scope(), options: HarnessOptions(concatenates: false))
    for row in try HarnessFixture.rows("harness-expressions.tsv") where row["unpasted"] != "-" {
      // Without pasting the old engine had no scripts either, which is not imitated.
      if ["123", "124"].contains(row["number"]) { continue }
      #expect(Self.text(row, evaluator) == row["unpasted"], "row \(row["number"] ?? ""): \(row["expression"] ?? "")")
    }
  }
}
