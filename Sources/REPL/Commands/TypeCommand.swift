import Diagnostics
import Expressions

/// `:type EXPR`.
enum TypeCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["type", "t"], "EXPR", "say what kind of value an expression gives, without its value", .expression,
    details: """
      Harness: by what the document declares, through operators and methods; `any` is what only a run can tell. PipeCD: by \
      the data that queries have. Everything of Drone is text.
      """, examples: [":type <+steps.build.output.outputVariables.TAG.length()>"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    let expression = session.expression(input)
    if let problem = session.syntaxProblem(of: expression) {
      return session.fail([problem], offset: expression.offset, in: input.line)
    }
    return .lines([session.staticType(of: expression)])
  }
}

extension Session {
  /// Why an expression cannot be read; nil where it can.
  func syntaxProblem(of expression: Expression) -> Evaluation.Problem? {
    switch expression.language {
    case .drone: return Substitution.parse(Array(expression.text.utf8)).failures.first.map(Evaluator.problem)
    case .gotemplate:
      guard case .failure(let failure) = GoTemplate.parse(expression.text) else { return nil }
      return Evaluator.problem(failure)
    case .harness, .jexl:
      let text = HarnessText.scan(expression.text)
      if let unclosed = text.unclosed {
        return Evaluation.Problem(
          "unclosed-expression", "the > that ends this expression is missing", at: unclosed)
      }
      if expression.isCondition, case .failure(let error) = text.parseCondition() { return Evaluator.problem(error) }
      for span in text.spans {
        if case .failure(let error) = span.parse(in: text.bytes) { return Evaluator.problem(error) }
      }
      return nil
    }
  }
}
