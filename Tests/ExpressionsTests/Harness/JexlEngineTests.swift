import ExpressionRows
import Expressions
import Testing

/// What Apache Commons JEXL 3.0 itself made of expressions, row by row.
@Suite struct JexlEngineTests {
  @Test func everyRowOfTheEngineAgrees() throws {
    let variables = try HarnessFixture.context("jexl-engine-context.json")
    let rows = try HarnessFixture.rows("jexl-engine.tsv")
    #expect(rows.count == 249)
    for row in rows {
      let expression = row["expression"] ?? ""
      let result = JexlEvaluator.evaluate(expression, mode: .expression, variables: variables)
      switch result {
      case .success(let value):
        #expect(row["error"] == "", "\(expression) fails: \(row["message"] ?? "")")
        let text = value.isNull ? "null" : value.deepText
        #expect(text == row["value"], "\(expression)")
        // Ranges are lists here.
        if row["type"]?.contains("IntegerRange") != true {
          #expect(value.javaTypeName == row["type"], "\(expression)")
        }
      case .failure(let error):
        #expect(Self.kinds(row["error"] ?? "").contains(error.kind), "\(expression): \(error.message)")
      }
    }
  }

  private static func kinds(_ error: String) -> Set<JexlError.Kind> {
    switch error {
    case "Parsing", "Tokenization": [.syntax]
    case "Variable": [.undefinedVariable]
    case "Property": [.noProperty]
    case "Method": [.noMethod]
    case "NumberFormatException": [.numberFormat]
    case "JexlException": [.nullOperand, .arithmetic, .badCall]
    default: []
    }
  }

  @Test func everyRowOfTheReferenceAgrees() throws {
    let variables = try HarnessFixture.json(
      """
      {"a": 5, "s": "hello", "n": null, "t": "true", "fl": "false", "empty1": "", "list": ["x", "y", "z"],
       "m": {"k-1": "dash", "k": "v", "size": "SZ", "x": {"y": "deep"}}}
      """)
    let rows = try HarnessFixture.rows("jexl-expressions.tsv")
    #expect(rows.count == 130)
    for row in rows {
      let expression = row["expression"] ?? ""
      let mode: Jexl.Mode = row["mode"] == "script" ? .script : .expression
      let expected = row["expected"] ?? ""
      switch JexlEvaluator.evaluate(expression, mode: mode, variables: variables) {
      case .success(let value):
        #expect(value.javaText == expected, "\(expression)")
        let type = value.javaTypeName.split(separator: ".").last.map(String.init)
        #expect(type == row["type"], "\(expression)")
      case .failure(let error):
        let words: [JexlError.Kind: String] = [
          .syntax: "error: syntax", .numberFormat: "error: number format", .undefinedVariable: "error: undefined",
          .noProperty: "error: property", .noMethod: "error: no such method",
        ]
        #expect((words[error.kind] ?? "error: null operand / runtime") == expected, "\(expression): \(error.message)")
      }
    }
  }
}

extension JexlValue {
  /// As the table writes values: JSON, with the texts of numbers.
  fileprivate var deepText: String {
    switch self {
    case .string, .character: JexlJSON.text(of: .string(javaText))
    case .javaClass: JexlJSON.text(of: .string(javaText))
    default: renderedText
    }
  }
}
