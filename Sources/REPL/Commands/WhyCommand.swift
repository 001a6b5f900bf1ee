import Diagnostics
import Expressions
import IR
import Parser
import Planner

/// `:why STEP`.
enum WhyCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["why", "w"], "STEP", "say why a step runs or does not, condition by condition", .place,
    details: """
      Everything that decides is listed with its place, from the pipeline down to the step: ✓ lets pass, ✗ does not, ? is \
      known only in a run. Conditions of Harness are shown with the values of their parts.
      """, examples: [":why deploy"])

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned() else { return session.withoutFile(input) }
    if let settler = planned.settler, let place = settler.plan.place(named: input.text) {
      return .lines(harness(place, settler, planned, session))
    }
    switch session.step(input) {
    case .failure(let miss): return miss.response
    case .success(let found):
      var lines = [head(found.step.name, found.step.decision, found.step.reason, session, planned)]
      let pipeline = found.pipeline
      lines.append("  pipeline \(Printable.line(pipeline.name)): " + session.words(pipeline.reason, planned.sources))
      if let deployment = pipeline.pipecd {
        lines += self.deployment(deployment, planned, session)
      } else {
        lines += clauses(found, &session)
      }
      if !found.step.needs.isEmpty {
        lines.append("  after " + found.step.needs.map { Printable.line($0) }.joined(separator: ", "))
      }
      return .lines(lines)
    }
  }

  private static func head(
    _ name: String, _ decision: Plan.Decision, _ reason: Plan.Reason, _ session: Session, _ planned: SessionPlan
  ) -> String {
    let word =
      switch decision {
      case .run: session.style.paint("runs", .success)
      case .skip: session.style.paint("does not run", .warning)
      case .deferred: session.style.paint("may run", .info)
      }
    return "\(session.style.paint(Printable.line(name), .strong)) \(word): \(session.words(reason, planned.sources))"
  }

  private static func mark(_ holds: Bool?, _ style: Style) -> String {
    switch holds {
    case true?: style.paint("✓", .success)
    case false?: style.paint("✗", .warning)
    case nil: style.paint("?", .info)
    }
  }

  // MARK: Drone

  /// The clauses of the pipeline's trigger and of the step's condition.
  private static func clauses(
    _ found: (pipeline: Plan.Pipeline, step: Plan.Step), _ session: inout Session
  ) -> [String] {
    guard let file = session.file, let planned = session.planned() else { return [] }
    let context = session.surroundings.context(with: session.settings)
    var lines: [String] = []
    func add(_ condition: Condition?, _ what: String, isTrigger: Bool) {
      guard let condition else { return }
      for verdict in condition.verdicts(in: context, isTrigger: isTrigger) {
        let reason = Plan.Reason(verdict.text, at: verdict.span)
        lines.append(
          "    \(mark(verdict.holds, session.style)) \(what) \(session.words(reason, planned.sources))")
      }
    }
    for pipeline in DroneFile(file.source).program.pipelines where pipeline.span == found.pipeline.span {
      add(pipeline.drone?.server.trigger, "trigger:", isTrigger: true)
      add(pipeline.allSteps.first { $0.span == found.step.span }?.condition, "when:", isTrigger: false)
    }
    return lines
  }

  // MARK: Harness

  private static func harness(
    _ place: Int, _ settler: HarnessSettler, _ planned: SessionPlan, _ session: Session
  ) -> [String] {
    let nodes = settler.plan.nodes
    let node = nodes[place]
    var lines = [head(node.path.description, node.decision, node.reason, session, planned)]
    var chain: [Int] = []
    var current: Int? = place
    while let index = current {
      chain.append(index)
      current = nodes[index].parent
    }
    if let pipeline = planned.plan.pipelines.first, pipeline.decision == .skip {
      lines.append("  the pipeline: " + session.words(pipeline.reason, planned.sources))
    }
    for index in chain.reversed() where index != 0 {
      let node = nodes[index]
      guard node.condition != nil || node.reason.text != "no conditions" else { continue }
      let holds: Bool? = node.decision == .deferred ? nil : node.decision == .run
      lines.append(
        "  \(mark(holds, session.style)) \(node.kind.rawValue) \(Printable.line(node.identifier)): "
          + session.words(node.reason, planned.sources))
      guard let clause = node.condition?.clause else { continue }
      lines.append("      " + Session.cut(clause.value, to: 100))
      let scope = settler.expressionScope(at: index)
      let trace = HarnessEvaluator(scope: scope).trace(clause.value)
      lines += session.lines(of: trace.reductions, in: clause.value, indent: 8)
    }
    return lines
  }

  // MARK: PipeCD

  private static func deployment(
    _ deployment: DeploymentPlan, _ planned: SessionPlan, _ session: Session
  ) -> [String] {
    var lines: [String] = []
    if deployment.isDeferred {
      lines.append(
        "  \(mark(nil, session.style)) the strategy is \(deployment.strategy.rawValue) where nothing else is answered")
      for answer in deployment.answers {
        lines.append("      \(answer.condition): \(answer.strategy.rawValue)")
      }
    } else {
      lines.append("  strategy \(deployment.strategy.rawValue): \(Printable.line(deployment.summary))")
    }
    for remark in deployment.remarks { lines.append("  note: " + session.words(remark, planned.sources)) }
    return lines
  }
}

extension Session {
  /// The reductions of an evaluation, each on a line: what was written, and its value.
  func lines(of reductions: [JexlReduction], in text: String, indent: Int) -> [String] {
    let bytes = Array(text.utf8)
    let rows = reductions.prefix(100).compactMap { reduction -> (String, String)? in
      let low = min(max(0, reduction.range.lowerBound), bytes.count)
      let high = min(max(low, reduction.range.upperBound), bytes.count)
      let written = String(decoding: bytes[low..<high], as: UTF8.self)
      return (Self.cut(reduction.text ?? written, to: 50), shown(reduction.value))
    }
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { row in
      String(repeating: " ", count: indent) + row.0 + String(repeating: " ", count: width - row.0.count)
        + style.paint("  = ", .faint) + row.1
    }
  }

  /// A value as people write it: texts in quotes.
  func shown(_ value: JexlValue) -> String {
    switch value {
    case .string(let text):
      let pieces = SecretToken.pieces(of: text)
      if pieces.contains(where: { if case .secret = $0 { true } else { false } }) {
        return style.paint("a text with a secret in it", .info)
      }
      return hidden(Self.cut(JexlJSON.text(of: value), to: 60))
    case .deferred(let reason): return style.paint("not known before the run (\(Printable.line(reason)))", .info)
    case .node(let node): return "the node \(Printable.line(node.base.path))"
    default: return hidden(Self.cut(value.renderedText, to: 60))
    }
  }
}
