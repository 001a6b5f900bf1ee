import Diagnostics
import Expressions

/// Evaluates texts of all the languages that stand in pipeline files: the one evaluator behind `pipec eval` and the session.
public struct Evaluator {
  /// How texts of Harness are taken.
  public struct Options: Hashable, Sendable {
    /// Whether the whole text is one expression, as that of a `when`; otherwise its `<+…>` are replaced.
    public var isCondition = false
    /// Whether every bare path is looked up, where Harness only looks up the first.
    public var isLenient = false
    /// What becomes of an expression without a value.
    public var mode = HarnessMode.null

    public init() {}
  }

  public var options: Options

  public init(_ options: Options = Options()) {
    self.options = options
  }

  // MARK: Drone

  /// A text after `${…}` is replaced, as Drone's runners do it. All failures of the text are told.
  public func drone(_ bytes: [UInt8], lookup: (String) -> String?) -> Evaluation {
    let (syntax, failures) = Substitution.parse(bytes)
    var found = failures
    if failures.isEmpty {
      switch Substitution.expand(syntax, of: bytes, lookup: lookup) {
      case .success(let output): return Evaluation(.bytes(output.bytes))
      case .failure(let failure): found = [failure]
      }
    }
    let problems = found.map { Self.problem($0) }
    guard let first = problems.first else { return Evaluation(.bytes(bytes)) }
    return Evaluation(.failure(first), remarks: Array(problems.dropFirst()))
  }

  static func problem(_ failure: Substitution.Failure) -> Evaluation.Problem {
    Evaluation.Problem("substitution-syntax", failure.message, at: failure.range, help: failure.explanation)
  }

  // MARK: Harness

  /// A text with its `<+…>` replaced, or a condition's value.
  public func harness(_ text: String, in scope: any HarnessScope) -> Evaluation {
    let evaluator = HarnessEvaluator(
      scope: scope, mode: options.mode, options: HarnessOptions(isLenient: options.isLenient))
    if options.isCondition {
      switch evaluator.evaluate(text) {
      case .value(let value): return Evaluation(.value(value))
      case .deferred(let reason): return Evaluation(.failure(Self.waiting(for: reason, text)))
      case .failure(let error): return Evaluation(.failure(Self.problem(error)))
      }
    }
    let rendering = evaluator.render(text)
    if let failure = rendering.failure { return Evaluation(.failure(Self.problem(failure))) }
    let outcome = options.mode == .original ? "it stays as it is written" : "it becomes the text null"
    let remarks = rendering.unresolved.map { unresolved in
      Evaluation.Problem(
        "unresolved-expression", "nothing is known of `\(unresolved.expression)`", at: unresolved.range, help: outcome,
        severity: .warning)
    }
    return Evaluation(.pieces(rendering.pieces), remarks: remarks)
  }

  /// Nothing of what is known now is waited for.
  static func waiting(for reason: String, _ text: String) -> Evaluation.Problem {
    Evaluation.Problem("expression-failure", "the expression waits for \(reason)", at: 0..<text.utf8.count)
  }

  static func problem(_ error: JexlError) -> Evaluation.Problem {
    let rule: RuleName = error.kind == .syntax ? "expression-syntax" : "expression-failure"
    return Evaluation.Problem(rule, error.message, at: error.range, help: error.help)
  }

  // MARK: JEXL

  /// One expression of the language inside `<+…>`, with variables.
  public func jexl(_ text: String, variables: JexlMap, mode: Jexl.Mode = .expression) -> Evaluation {
    switch JexlEvaluator.evaluate(text, mode: mode, variables: variables) {
    case .success(let value): return Evaluation(.value(value))
    case .failure(let error): return Evaluation(.failure(Self.problem(error)))
    }
  }

  // MARK: Go templates

  /// A text with its `{{…}}` rendered, as PipeCD does: a file has sprig's functions, and a missing key fails there.
  public func goTemplate(_ text: String, data: GoTemplate.Value, isFile: Bool) -> Evaluation {
    let parsed = GoTemplate.parse(text, functions: isFile ? .sprig : .builtIn)
    switch parsed.flatMap({ $0.render(data, missingKey: isFile ? .failure : .noValue) }) {
    case .success(let text): return Evaluation(.bytes(Array(text.utf8)))
    case .failure(let failure): return Evaluation(.failure(Self.problem(failure)))
    }
  }

  /// The same for a tree of values: a file where secrets or attachments are in it, and otherwise a query or message.
  public func goTemplate(_ text: String, tree: JexlMap) -> Evaluation {
    let values = GoTemplate.Value(tree)
    let isFile = values.has("encryptedSecrets") || values.has("attachment")
    return goTemplate(text, data: isFile ? values : values.asQuery, isFile: isFile)
  }

  static func problem(_ failure: GoTemplate.Failure) -> Evaluation.Problem {
    Evaluation.Problem(
      failure.reason == .rendering ? "template-failure" : "template-syntax", failure.detail, at: failure.range)
  }
}
