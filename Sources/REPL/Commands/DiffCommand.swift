import Diagnostics
import Planner

/// `:diff`.
enum DiffCommand: SessionCommand {
  static let info = SessionCommandInfo(
    ["diff", "d"], "", "show what the last change did to the plan",
    details: """
      The last `:set`, `:unset` or change of the file: steps that came or went, decisions that turned with their reasons, \
      and what became different of images, commands, variables and order. Values of secrets are not part of a plan.
      """)

  static func run(_ input: CommandInput, _ session: inout Session) -> Response {
    guard let planned = session.planned() else { return session.withoutFile(input) }
    guard let change = session.lastChange else { return .lines(["nothing was changed yet"]) }
    let comparison = PlanComparison(change.plan, planned.plan)
    let head = session.style.paint(Printable.line(change.what), .faint)
    guard !comparison.changes.isEmpty else { return .lines(["\(head): the plan is the same"]) }
    var lines = [head]
    for change in comparison.changes {
      switch change {
      case .added(let name): lines.append(session.style.paint("+ \(Printable.line(name))", .success))
      case .removed(let name): lines.append(session.style.paint("- \(Printable.line(name))", .error))
      case .changed(let name, let details):
        lines.append(session.style.paint("~ \(Printable.line(name))", .strong))
        lines += details.map { "    " + session.hidden(Printable.line($0)) }
      }
    }
    return .lines(lines)
  }
}

/// What is different between two plans of one file.
struct PlanComparison {
  /// One step or pipeline.
  enum Change: Hashable {
    case added(String)
    case removed(String)
    case changed(String, [String])
  }

  private(set) var changes: [Change] = []

  init(_ old: Plan, _ new: Plan) {
    for pipeline in old.pipelines where !new.pipelines.contains(where: { $0.name == pipeline.name }) {
      changes.append(.removed("pipeline \(pipeline.name)"))
    }
    for pipeline in new.pipelines {
      guard let before = old.pipelines.first(where: { $0.name == pipeline.name }) else {
        changes.append(.added("pipeline \(pipeline.name)"))
        continue
      }
      compare(before, pipeline, prefix: new.pipelines.count > 1 ? "\(pipeline.name)/" : "")
    }
  }

  private mutating func compare(_ old: Plan.Pipeline, _ new: Plan.Pipeline, prefix: String) {
    var details = Self.decision(old.decision, old.reason, new.decision, new.reason)
    if let before = old.pipecd, let after = new.pipecd {
      if before.strategy != after.strategy {
        details.append("strategy: \(before.strategy.rawValue) → \(after.strategy.rawValue)")
      }
      if before.summary != after.summary { details.append("because: \(after.summary)") }
    }
    if !details.isEmpty { changes.append(.changed("pipeline \(new.name)", details)) }
    let known = Dictionary(old.steps.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let now = Set(new.steps.map(\.id))
    for step in old.steps where !now.contains(step.id) { changes.append(.removed(prefix + Self.name(step))) }
    // What all steps are given alike is said once.
    let pairs = new.steps.compactMap { step in known[step.id].map { ($0, step) } }
    let variables = pairs.map { Self.variables($0.environment, $1.environment) }
    let common = pairs.count < 2 ? [] : variables[0].filter { line in variables.allSatisfy { $0.contains(line) } }
    if !common.isEmpty { changes.append(.changed(prefix + "all steps", common)) }
    for step in new.steps {
      guard let before = known[step.id] else {
        changes.append(.added(prefix + Self.name(step)))
        continue
      }
      let details = Self.details(before, step).filter { !common.contains($0) }
      if !details.isEmpty { changes.append(.changed(prefix + Self.name(step), details)) }
    }
  }

  private static func name(_ step: Plan.Step) -> String { step.node == nil ? step.name : step.id }

  private static func decision(
    _ old: Plan.Decision, _ before: Plan.Reason, _ new: Plan.Decision, _ after: Plan.Reason
  ) -> [String] {
    if old != new { return ["\(word(old)) → \(word(new)): \(after.text)"] }
    return before.text == after.text ? [] : ["\(word(new)): \(after.text)"]
  }

  private static func word(_ decision: Plan.Decision) -> String {
    switch decision {
    case .run: "runs"
    case .skip: "does not run"
    case .deferred: "may run"
    }
  }

  private static func details(_ old: Plan.Step, _ new: Plan.Step) -> [String] {
    var details = decision(old.decision, old.reason, new.decision, new.reason)
    if old.image != new.image { details.append("image: \(old.image ?? "none") → \(new.image ?? "none")") }
    if old.commands != new.commands {
      for change in new.commands.difference(from: old.commands) {
        switch change {
        case .insert(_, let element, _): details.append("+ $ \(element)")
        case .remove(_, let element, _): details.append("- $ \(element)")
        }
      }
    }
    if old.needs != new.needs {
      details.append("after: \(old.needs.joined(separator: ", ")) → \(new.needs.joined(separator: ", "))")
    }
    return details + variables(old.environment, new.environment)
  }

  private static func variables(_ old: [Plan.EnvironmentVariable], _ new: [Plan.EnvironmentVariable]) -> [String] {
    let before = old.reduce(into: [String: Plan.Value]()) { $0[$1.name] = $1.value }
    let after = new.reduce(into: [String: Plan.Value]()) { $0[$1.name] = $1.value }
    return Set(before.keys).union(after.keys).sorted().compactMap { name in
      guard before[name] != after[name] else { return nil }
      return "\(name): \(text(before[name])) → \(text(after[name]))"
    }
  }

  private static func text(_ value: Plan.Value?) -> String {
    switch value {
    case nil: "not set"
    case .literal(let text)?: text.isEmpty ? "empty" : text
    case .secret(let name)?: "the secret \(name)"
    case .runtime(_, let text)?: text.isEmpty ? "known at run time" : text
    case .deferred(let expression)?: expression
    case .pieces(let pieces)?:
      pieces.map { piece in
        switch piece {
        case .literal(let text), .deferred(expression: let text): text
        case .secret(let name): "<+secrets.getValue(\"\(name)\")>"
        }
      }.joined()
    }
  }
}
