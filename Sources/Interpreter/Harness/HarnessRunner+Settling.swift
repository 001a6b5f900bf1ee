import Expressions
import IR
import Planner
import Synchronization

/// Why something could not be settled; one clause.
struct HarnessProblem: Error, Hashable, Sendable {
  var message: String

  init(_ message: String) { self.message = message }
}

/// What the plan left open, settled by the same functions that made the plan.
extension HarnessRunner {
  /// Whether a node runs now; a loop by the condition in its `strategy`.
  func condition(of index: Int) -> HarnessVerdict {
    memory.withLock { memory in
      let node = memory.plan.nodes[index]
      if let failure = node.failure { return .failed(failure) }
      if Self.isLeftOut(node, memory.plan) { return .skipped }
      return node.kind == .loop ? memory.settler.loopCondition(of: index) : memory.settler.condition(of: index)
    }
  }

  /// Whether the user chose other stages or steps.
  private static func isLeftOut(_ node: HarnessPlanNode, _ plan: HarnessPlan) -> Bool {
    // A stage that was not chosen has no condition, only the decision.
    if node.kind == .stage { return node.decision == .skip && node.condition == nil }
    guard node.kind == .step, case .step(let step) = node.origin else { return false }
    let selection = plan.facts.context.selection
    let names = [node.identifier, node.path.description, node.name, step.identifier?.value ?? ""]
    if !selection.include.isEmpty, !selection.include.contains(where: names.contains) { return true }
    return selection.exclude.contains(where: names.contains)
  }

  /// Makes the iterations of a loop that waited for something; what went wrong, if something did.
  func expand(_ index: Int) -> String? {
    memory.withLock { memory in
      switch memory.settler.expand(index) {
      case .success: nil
      case .failure(let failure): failure.message
      }
    }
  }

  /// The step with every expression worked out and every text closed; a secret that nobody has is an error, as it is in
  /// Harness.
  func settledStep(at index: Int) -> Result<Plan.Step, HarnessProblem> {
    close(memory.withLock { $0.settler.step(of: index) })
  }

  /// Puts the values of secrets into what is started.
  func close(_ step: Plan.Step) -> Result<Plan.Step, HarnessProblem> {
    var step = step
    let open = step.openTexts
    let values =
      [open.image, open.user].compactMap { $0 } + (open.entrypoint ?? []) + (open.command ?? [])
    let names = (values + step.environment.map(\.value)).flatMap(\.secretNames)
    if let missing = names.first(where: { secret($0) == nil }) {
      return .failure(HarnessProblem("no value for the secret \(missing) (--secret-file or --secret gives one)"))
    }
    masks.add(Set(names.compactMap { secret($0) }).filter { !$0.isEmpty }.sorted())
    if let image = open.image { step.image = string(image) }
    if let user = open.user { step.user = string(user) }
    if let entrypoint = open.entrypoint { step.entrypoint = entrypoint.map { string($0) } }
    if let command = open.command { step.command = command.map { string($0) } }
    return .success(step)
  }

  /// A text of the file with its expressions worked out and its secrets looked up; nil where it cannot be.
  ///
  /// - Parameter unresolved: what becomes of an expression without a value.
  func rendered(
    _ text: String, at index: Int, unresolved: HarnessMode = .null, roots: [HarnessValue.Member] = []
  ) -> String? {
    let value = memory.withLock { memory -> Plan.Value? in
      if memory.settler.failure(of: text, at: index) != nil { return nil }
      return memory.settler.render(text, at: index, unresolved: unresolved, with: roots)
    }
    guard let value else { return nil }
    let secrets = value.secretNames
    masks.add(secrets.compactMap { secret($0) }.filter { !$0.isEmpty })
    return string(value)
  }

  /// The same for a text that may be missing.
  func text(_ text: Text?, at index: Int, unresolved: HarnessMode = .null) -> String? {
    text.flatMap { rendered($0.value, at: index, unresolved: unresolved) }
  }

  /// Whether an expression is true.
  func holds(
    _ expression: String, at index: Int, roots: [HarnessValue.Member] = []
  ) -> Result<Bool, HarnessProblem> {
    switch memory.withLock({ $0.settler.truth(expression, at: index, with: roots) }) {
    case .runs: .success(true)
    case .skipped: .success(false)
    case .deferred: .failure(HarnessProblem("it waits for something that no earlier step gives"))
    case .failed(let reason): .failure(HarnessProblem(reason))
    }
  }

  /// Whether the condition of a retry lets it happen; one that cannot be computed does not.
  func retryIsWanted(_ condition: String?, at index: Int) async -> Bool {
    guard let condition, !condition.trimmed.isEmpty else { return true }
    switch holds(condition, at: index) {
    case .success(let isWanted): return isWanted
    case .failure(let problem):
      note("\(node(index).path) is not run again: the condition of its retry cannot be computed (\(problem.message))")
      return false
    }
  }

  /// The sets of policies that a step's outcome must meet.
  func policySets(of step: HarnessStep, at index: Int) -> [String]? {
    guard let sets = step.policySets else { return nil }
    switch sets {
    case .list(let texts, _): return texts.compactMap { text($0, at: index)?.trimmed }.filter { !$0.isEmpty }
    case .expression(let expression):
      return (text(expression, at: index) ?? "").split { ",[]\" ".contains($0) }.map(String.init)
    }
  }

  // MARK: Secrets

  /// The value of a secret: what a step published, or what the user gave.
  func secret(_ name: String) -> String? {
    memory.withLock { $0.secretOutputs[name] } ?? context.secrets.value(of: name)
  }

  /// Keeps the value of a secret output from every log, and gives what stands for it in the state.
  func secretOutput(_ value: String, name: String, at index: Int) -> HarnessValue {
    // No file can write such a name, so it never means one of the user's secrets.
    let key = "pipec\u{0}output:\(node(index).path).\(name)"
    memory.withLock { $0.secretOutputs[key] = value }
    masks.add([value])
    return .secret(key)
  }

  /// The variables with which a program is started, those that earlier steps exported among them.
  func environment(of step: Plan.Step, in scope: Int) -> [(name: String, value: String)] {
    let names = step.environment.flatMap(\.value.secretNames)
    let values = Dictionary(names.map { ($0, secret($0) ?? "") }) { first, _ in first }
    let settler = EnvironmentSettler(secrets: values, fact: { self.value(of: $0) }, keepsEmpty: true)
    var variables = settler.settle(step.environment)
    for (name, value) in memory.withLock({ $0.exported[scope] ?? [] })
    where !variables.contains(where: { $0.name == name }) {
      variables.append((name, value))
    }
    return variables
  }

  /// A fact of the run as it is now; what Harness says of states is in the plan's texts.
  private func value(of fact: Plan.RuntimeFact) -> String? {
    switch fact {
    case .now: String(clock.now() / 1000)
    case .status, .buildStatus: "SUCCESS"
    case .failedSteps, .failedPipelines, .network, .workspaceVolume: nil
    }
  }

  /// A value as text, with its secrets looked up.
  private func string(_ value: Plan.Value) -> String {
    switch value {
    case .literal(let text), .runtime(_, initially: let text): text
    case .secret(let name): secret(name) ?? ""
    case .deferred: "null"
    case .pieces(let pieces):
      pieces.map { piece in
        switch piece {
        case .literal(let text): text
        case .secret(let name): secret(name) ?? ""
        case .deferred: "null"
        }
      }.joined()
    }
  }

  /// The milliseconds of a time string of the file; nil for what is no time.
  func milliseconds(_ text: Text?, at index: Int) -> Int64? {
    text.flatMap { text in memory.withLock { $0.settler.milliseconds(text, at: index) } }
  }
}
