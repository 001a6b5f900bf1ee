import Diagnostics
import Expressions
import IR

extension HarnessSettler {
  /// Whether a node runs, by its `when` and the state as it is. Before the run, what came before counts as gone well.
  public func condition(of node: Int) -> HarnessVerdict {
    guard let condition = plan.nodes[node].condition else { return .runs }
    return state.isRunning ? truth(condition.text, at: node) : planned(condition, node).verdict
  }

  /// Whether a loop is entered at all, by the condition in its `strategy`.
  public func loopCondition(of node: Int) -> HarnessVerdict {
    guard let clause = plan.nodes[node].origin.loop?.condition, !clause.value.allSatisfy(\.isWhitespace) else {
      return .runs
    }
    if HarnessConditionText.isInput(clause.value) { return .skipped }
    return truth("true && (\(clause.value))", at: node)
  }

  /// A condition as JEXL decides it.
  public func truth(_ text: String, at node: Int, with extras: [HarnessValue.Member] = []) -> HarnessVerdict {
    switch evaluate(text, at: node, with: extras) {
    case .value(let value): value.isTrue ? .runs : .skipped
    case .deferred: .deferred
    case .failed(let message): .failed(message)
    }
  }

  // MARK: Before the run

  /// Decides a new node for the plan and says why.
  mutating func decide(_ index: Int) {
    let node = plan.nodes[index]
    if node.kind == .stage, !plan.facts.selectedStages.isEmpty {
      let identifiers = [node.identifier, node.origin.identifier ?? ""]
      guard plan.facts.selectedStages.contains(where: identifiers.contains) else {
        plan.nodes[index].decision = .skip
        plan.nodes[index].reason = Plan.Reason("is not among the stages that were chosen")
        return
      }
    }
    let level: HarnessConditionText.Level =
      node.kind == .stage ? .stage : node.isOwnRollback(in: plan) ? .rollbackStep : .step
    switch HarnessConditionText.condition(node.origin.condition, level) {
    case .failure(let refusal):
      plan.nodes[index].decision = .skip
      plan.nodes[index].reason = Plan.Reason(refusal.message, at: refusal.span)
      fail(index, because: refusal.message)
      refuse(refusal.message, at: refusal.span)
    case .success(let condition):
      plan.nodes[index].condition = condition
      let (verdict, reason) = planned(condition, index)
      plan.nodes[index].reason = reason
      switch verdict {
      case .runs: plan.nodes[index].decision = .run
      case .skipped: plan.nodes[index].decision = .skip
      case .deferred: plan.nodes[index].decision = .deferred
      case .failed(let why):
        plan.nodes[index].decision = .skip
        fail(index, because: why)
      }
    }
  }

  private func planned(_ condition: HarnessPlanCondition, _ index: Int) -> (
    verdict: HarnessVerdict, reason: Plan.Reason
  ) {
    let node = plan.nodes[index]
    let what = node.kind == .stage ? "a stage" : "a step"
    let span = node.origin.condition?.status?.span ?? node.origin.condition?.span
    let failed = certainFailure(before: index)
    var clause = HarnessVerdict.runs
    var reason: Plan.Reason?
    if let text = condition.clause {
      clause = HarnessConditionText.isInput(text.value) ? .skipped : truth("true && (\(text.value))", at: index)
      reason = self.reason(why: text, at: index)
    }
    switch clause {
    case .skipped: return (.skipped, reason ?? Plan.Reason("its condition is false"))
    case .failed(let why):
      return (.failed(why), Plan.Reason("fails before it starts: \(why)", at: condition.clause?.span))
    case .runs, .deferred: break
    }
    switch condition.status {
    case .success:
      if let failed { return (.skipped, Plan.Reason("\(failed) fails before it", at: span)) }
      return (clause, reason ?? Plan.Reason("no conditions"))
    case .failure:
      if let failed { return (clause, Plan.Reason("\(failed) fails before it", at: span)) }
      return (.deferred, Plan.Reason("runs only if \(what) before it has failed", at: span))
    case .all:
      let text = "runs whether \(what) before it has failed or not"
      return (clause, reason.map { Plan.Reason("\(text); \($0.text)", at: $0.span) } ?? Plan.Reason(text, at: span))
    case .rollback:
      return (.deferred, Plan.Reason("runs only if its \(node.rollbackOwner(in: plan)) is rolled back"))
    }
  }

  /// What is certain to fail before a node begins, in the stage or, for stages, in the pipeline.
  private func certainFailure(before index: Int) -> String? {
    let around = plan.nodes[index].kind == .stage ? 0 : stage(of: index) ?? 0
    let failing = plan.failing.first { other in
      guard other != index, precedes(other, index), ancestors(of: other).contains(around) else { return false }
      switch plan.action(for: ["ConfigurationFailure", "Unknown"], at: other)?.action {
      case .ignore?, .markAsSuccess?: return false
      default: return true
      }
    }
    return failing.map { plan.nodes[$0].name }
  }

  /// Why a condition of the file holds, does not, or waits: the clause that decided, with the values in it.
  func reason(why condition: Text?, at index: Int) -> Plan.Reason {
    guard let condition else { return Plan.Reason("no conditions") }
    if HarnessConditionText.isInput(condition.value) {
      return Plan.Reason("its condition is a runtime input, which counts as false", at: condition.span)
    }
    let clauses = HarnessConditionText.clauses(condition.value)
    for clause in clauses {
      switch truth("true && (\(clause))", at: index) {
      case .runs: continue
      case .skipped: return Plan.Reason("\(Self.line(clause)) is false\(values(in: clause, index))", at: condition.span)
      case .failed(let why): return Plan.Reason("\(Self.line(clause)) cannot be computed: \(why)", at: condition.span)
      case .deferred: return Plan.Reason("depends on \(Self.line(clause))", at: condition.span)
      }
    }
    return Plan.Reason("\(Self.line(condition.value)) is true\(values(in: condition.value, index))", at: condition.span)
  }

  /// A text on one line.
  private static func line(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { String($0).trimmed }.joined(separator: " ")
  }

  /// `, <+codebase.branch> is "main"` for each expression in a clause; nothing where there is none.
  private func values(in clause: String, _ index: Int) -> String {
    var seen: Set<String> = []
    let parts = HarnessText.scan(clause).spans.prefix(4).compactMap { span -> String? in
      let expression = String(decoding: Array(clause.utf8)[span.range], as: UTF8.self)
      guard expression != clause.trimmed, seen.insert(expression).inserted else { return nil }
      guard case .value(let value) = evaluate(expression, at: index) else { return nil }
      if case .null = value { return "\(expression) is nothing" }
      let text = value.scalar.display
      return "\(expression) is \(text.count > 60 ? text.prefix(59) + "…" : text)"
    }
    return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
  }
}

extension HarnessValue {
  /// Whether JEXL takes it for true.
  var isTrue: Bool {
    switch self {
    case .boolean(let flag): flag
    case .text(let text): text == "true"
    case .integer(let number): number != 0
    case .number(let number): number != 0 && !number.isNaN
    case .null: false
    case .secret, .pieces, .list, .map, .deferred: true
    }
  }
}

extension HarnessPlanNode {
  /// Whether it stands in a `rollbackSteps` itself, not only below something that does.
  func isOwnRollback(in plan: HarnessPlan) -> Bool {
    guard isRollback, let parent else { return false }
    let owner = plan.nodes[parent]
    switch owner.kind {
    case .parallel, .loop, .insert: return owner.isOwnRollback(in: plan) || owner.rollback.contains(index)
    case .pipeline, .stage, .group, .step: return !owner.isRollback
    }
  }

  /// `stage` or `group`: what is rolled back when it runs.
  func rollbackOwner(in plan: HarnessPlan) -> String {
    var current = parent
    while let index = current {
      if !plan.nodes[index].isRollback { return plan.nodes[index].kind == .group ? "group" : "stage" }
      current = plan.nodes[index].parent
    }
    return "stage"
  }
}
