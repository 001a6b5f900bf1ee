import Checker
import Diagnostics
import Expressions
import IR
import Planner

/// An expression as it is evaluated: the language that it is in, and its text.
struct Expression {
  var language: Language
  /// The text of the language: a bare path has got its brackets.
  var text: String
  /// Where the text begins in the line; what was added in front is counted off.
  var offset: Int
  /// Harness: whether the whole text is one expression, as that of a `when`.
  var isCondition = false
}

extension Session {
  /// Takes an expression as it is typed: by its form, else as the file's dialect writes it.
  mutating func expression(_ input: CommandInput) -> Expression {
    let bytes = Array(input.text.utf8)
    let dialect = dialect()
    let shown = chosenDialect?.language ?? Language.shown(by: bytes)
    switch shown ?? (bytes.starts(with: [0x3C, 0x2B]) ? .harness : dialect?.language) ?? .drone {
    case .harness, .jexl:
      let text = HarnessText.scan(bytes)
      if text.spans.isEmpty, text.unclosed == nil {
        return Expression(language: .harness, text: "<+\(input.text)>", offset: input.offset - 2)
      }
      var result = Expression(language: .harness, text: input.text, offset: input.offset)
      result.isCondition = Self.isCondition(text)
      return result
    case .gotemplate where !input.text.contains("{{") && input.text.hasPrefix("."):
      return Expression(language: .gotemplate, text: "{{\(input.text)}}", offset: input.offset - 2)
    case .gotemplate: return Expression(language: .gotemplate, text: input.text, offset: input.offset)
    case .drone:
      if SessionSettings.isVariable(input.text), dialect != nil || droneLookup()(input.text) != nil {
        return Expression(language: .drone, text: "${\(input.text)}", offset: input.offset - 2)
      }
      return Expression(language: .drone, text: input.text, offset: input.offset)
    }
  }

  /// Whether operators stand between the spans of a text, so that it is a condition and no text with values in it.
  private static func isCondition(_ text: HarnessText) -> Bool {
    var between: [UInt8] = []
    for case .literal(let range) in text.pieces { between += Array(text.bytes[range]) + [0x20] }
    let words = String(decoding: between, as: UTF8.self)
    return ["==", "!=", "&&", "||", "=~", "!~", "=^", "=$", " ? ", "?:", " >= ", " <= ", " > ", " < "]
      .contains { words.contains($0) }
  }

  // MARK: Values

  /// Answers an expression: its value, its type, and where its parts came from.
  mutating func evaluate(_ input: CommandInput) -> Response {
    let input = input.trimmed
    let expression = expression(input)
    let evaluation = value(of: expression)
    var response = show(evaluation, offset: expression.offset, in: input.line)
    if !isBrief, evaluation.failure == nil {
      let origins = origins(of: expression)
      let type = typeName(of: expression, evaluation)
      if !origins.isEmpty || type != "string" {
        response.output += style.paint("  \(type)", .info) + "\n"
        response.output += table(origins)
      }
    }
    return response
  }

  /// The value of an expression where the conversation stands.
  mutating func value(of expression: Expression) -> Evaluation {
    switch expression.language {
    case .drone: return Evaluator().drone(Array(expression.text.utf8), lookup: droneLookup())
    case .harness, .jexl:
      let bytes = Array(expression.text.utf8)
      if let unclosed = HarnessText.scan(bytes).unclosed {
        return Evaluation(
          .failure(
            Evaluation.Problem(
              "unclosed-expression", "the > that ends this expression is missing", at: unclosed,
              help: "Harness takes what is not closed as plain text")))
      }
      var options = Evaluator.Options()
      options.isCondition = expression.isCondition || HarnessText.scan(bytes).spans.map(\.range) == [0..<bytes.count]
      let evaluation = Evaluator(options).harness(expression.text, in: harnessScope())
      guard options.isCondition, !expression.isCondition else {
        let settled = deferredAsText(evaluation, expression)
        return Evaluation(settled.result, remarks: located(settled.remarks, expression.text))
      }
      // One `<+…>` and nothing else: it is rendered as a text is, and its value tells the type.
      let text = Evaluator().harness(expression.text, in: harnessScope())
      switch (evaluation.result, text.result) {
      case (.value(let value), .pieces):
        let remarks = located(text.remarks, expression.text)
        if case .string = value { return Evaluation(text.result, remarks: remarks) }
        return Evaluation(.value(value), remarks: remarks)
      default: return Evaluation(text.result, remarks: located(text.remarks, expression.text))
      }
    case .gotemplate:
      let data = templateData()
      let evaluation = Evaluator().goTemplate(expression.text, data: data, isFile: false)
      guard var problem = evaluation.failure, case .success(let syntax) = GoTemplate.parse(expression.text) else {
        return evaluation
      }
      for finding in syntax.findings(for: data.dataType) {
        guard case .unknownField(let name, _, let known) = finding.kind else { continue }
        problem.range = finding.range
        problem.help =
          Suggestion.nearest(to: name, among: known).map { "did you mean .\($0)?" }
          ?? (known.isEmpty ? nil : "there is " + known.map { "." + $0 }.joined(separator: ", "))
        return Evaluation(.failure(problem))
      }
      return evaluation
    }
  }

  /// What leads nowhere, at the name that is wrong and with the nearest right one.
  mutating func located(_ problems: [Evaluation.Problem], _ text: String) -> [Evaluation.Problem] {
    guard let environment = environment() else { return problems }
    let position = harnessPosition(environment)
    let bytes = Array(text.utf8)
    return problems.map { problem in
      let body = problem.range.dropFirst(2).dropLast()
      guard problem.rule == "unresolved-expression", body.upperBound <= bytes.count, !body.isEmpty,
        let path = HarnessExpressionPath.parse(String(decoding: bytes[body], as: UTF8.self)),
        case .unknown(let miss) = environment.resolve(path, at: position),
        let segment = path.segments.last(where: { $0.name == miss.name })
      else { return problem }
      var result = problem
      let start = body.lowerBound + segment.range.lowerBound
      result.range = start..<start + segment.range.count
      result.message = Self.words(for: miss, environment)
      if let text = miss.replacement?.text {
        result.help = "write \(text)"
      } else if let nearest = miss.nearest {
        result.help = "did you mean \(nearest)?"
      }
      return result
    }
  }

  /// Why a path leads nowhere, in one clause.
  static func words(for miss: HarnessMiss, _ environment: HarnessEnvironment) -> String {
    let name = "`\(miss.name)`"
    let node = miss.node.map { words(for: environment.nodes[$0]) } ?? name
    switch miss.kind {
    case .undeclaredVariable: return "no variable is called \(name)"
    case .unknownNode: return "nothing there is called \(name)"
    case .otherStage, .outsideStage: return "\(node) is in another stage"
    case .laterStep: return "\(node) has not run by then"
    case .parallelStep: return "\(node) runs at the same time"
    case .ownOutput: return "a step cannot see its own output"
    case .undeclaredOutput: return "\(node) declares no output \(name)"
    case .backgroundOutput: return "\(node) runs in the background and publishes nothing"
    case .unknownAxis: return "the matrix has no axis \(name)"
    case .outsideLoop: return "there is no loop around this place"
    case .codebaseOutsideCI: return "only CI stages that clone have a codebase"
    default: return "\(name) leads nowhere"
    }
  }

  /// A condition that waits for a run is no failure here.
  private func deferredAsText(_ evaluation: Evaluation, _ expression: Expression) -> Evaluation {
    guard expression.isCondition, let problem = evaluation.failure,
      problem.message.hasPrefix("the expression waits for")
    else { return evaluation }
    return Evaluation(.pieces([.deferred(expression.text)]))
  }

  /// Shows a value, or why there is none.
  func show(_ evaluation: Evaluation, offset: Int, in line: String) -> Response {
    let problems = (evaluation.failure.map { [$0] } ?? []) + evaluation.remarks
    var response = Response()
    response.error = problems.isEmpty ? "" : text(of: problems, offset: offset, in: line)
    response.isFailure = evaluation.failure != nil
    if let text = evaluation.text { response.output = hidden(String(decoding: text, as: UTF8.self)) + "\n" }
    return response
  }

  /// A text without the values of secrets that were set here.
  func hidden(_ text: String) -> String {
    settings.secretValues.filter { $0.utf8.count >= 3 }.reduce(text) {
      $0.split(separator: $1, omittingEmptySubsequences: false).joined(separator: "***")
    }
  }

  // MARK: Where names are looked up

  /// What `${…}` finds under a name: what was set here, then the build, then the machine.
  mutating func droneLookup() -> (String) -> String? {
    let texts = droneTexts()
    let variables = settings.parameters.reduce(into: [:]) { $0[$1.name] = $1.value }
    let host = surroundings.context.hostVariables.reduce(into: [:]) { $0[$1.name] = $1.value }
    return { name in
      if let text = variables[name] ?? texts[name], !text.isEmpty { return text }
      return host[name] ?? texts[name]
    }
  }

  /// Drone's own variables where the conversation stands.
  mutating func droneTexts() -> [String: String] {
    guard let plan = planned()?.plan, reading()?.dialect == .drone else { return unboundTexts() }
    let steps = plan.pipelines.flatMap(\.steps)
    let named = position.flatMap { name in Self.step(name, in: plan) }
    return (named ?? steps.first { $0.role != .clone } ?? steps.first)?.substitutionTexts ?? unboundTexts()
  }

  /// The variables of a build that runs no file.
  private func unboundTexts() -> [String: String] {
    let text = "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: step\n  image: scratch\n"
    let plan = DroneFile(Source(name: "", text: text)).plan(in: surroundings.context(with: settings))
    return plan.pipelines.first?.steps.last?.substitutionTexts ?? [:]
  }

  /// The step of a name, which may have that of its pipeline in front: `build` or `linux/build`.
  static func step(_ name: String, in plan: Plan) -> Plan.Step? {
    for pipeline in plan.pipelines {
      for step in pipeline.steps
      where step.name == name || step.id == name || "\(pipeline.name)/\(step.name)" == name {
        return step
      }
    }
    return nil
  }

  /// What expressions of Harness find.
  mutating func harnessScope() -> any HarnessScope {
    guard let settler = planned()?.settler else {
      let now = HarnessInstant(seconds: surroundings.context.now)
      return HarnessTreeScope(settings.tree, now: surroundings.context.now == 0 ? nil : now)
    }
    return settler.expressionScope(at: position.flatMap { settler.plan.place(named: $0) } ?? settler.plan.firstPlace)
  }

  /// What templates of PipeCD are given.
  mutating func templateData() -> GoTemplate.Value {
    let known = planned()?.plan.pipelines.first?.pipecd?.queryData(at: position)
    let tree = GoTemplate.Value(settings.tree)
    guard var data = known ?? (tree.members.isEmpty ? .query([]) : nil) else { return tree.asQuery }
    for setting in settings.paths { data = data.setting(setting.name, to: setting.value) ?? data }
    return data
  }
}
