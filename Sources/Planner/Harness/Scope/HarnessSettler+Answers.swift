import Expressions
import IR

/// Fields that are asked for when their node starts.
extension HarnessSettler {
  /// What a node asks for when it starts, in source order; a loop asks for what its iterations are made of.
  public func executionInputs(of index: Int) -> [HarnessExecutionInput] { plan.executionInputs(of: index) }

  /// Takes what was said to a node, or the defaults. What of the node depends on it is worked out anew.
  ///
  /// - Parameter values: by `HarnessExecutionInput.name`; expressions in their texts are worked out now.
  public mutating func take(_ values: [HarnessValue.Member], for index: Int) {
    let path = plan.nodes[index].path
    state.answers.removeAll { answer in answer.node == path && values.contains { $0.name == answer.name } }
    let settled = values.map { member -> HarnessState.Answer in
      guard case .text(let text) = member.value else {
        return HarnessState.Answer(node: path, name: member.name, value: member.value)
      }
      return HarnessState.Answer(node: path, name: member.name, value: HarnessValue(render(text, at: index)))
    }
    state.answers += settled
    plan.nodes[index].timeout = timeout(of: index)
    plan.nodes[index].failureRules = failureReader(at: index).rules(plan.nodes[index].origin.failureStrategies)
  }

  /// Whether a node has all that it asks for.
  public func hasAnswers(_ index: Int) -> Bool {
    let path = plan.nodes[index].path
    return executionInputs(of: index).allSatisfy { input in
      state.answers.contains { $0.node == path && $0.name == input.name }
    }
  }

  /// `executionInput`: the answers by name. What was said to the nodes around a position counts more than what was said to
  /// others of that name, which are other iterations of a loop.
  func answers(at position: Int) -> JexlValue? {
    guard !plan.pipeline.executionInputs.isEmpty else { return nil }
    guard state.isRunning else { return .deferred("executionInput") }
    let own = plan.nodes[position].path.segments
    var values: [String: HarnessValue] = [:]
    for answer in state.answers { values[answer.name] = answer.value }
    for answer in state.answers where own.starts(with: answer.node.segments) { values[answer.name] = answer.value }
    return JexlValue(.map(values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }))
  }
}

extension HarnessPlan {
  /// What a node asks for when it starts, in source order.
  public func executionInputs(of index: Int) -> [HarnessExecutionInput] {
    guard !pipeline.executionInputs.isEmpty else { return [] }
    let isLoop = nodes[index].kind == .loop
    let path = writtenPath(of: index)
    return pipeline.executionInputs.filter { $0.isOfLoop == isLoop && $0.node == path }
  }

  /// The identifiers that lead to a node in the file, without the postfixes of loops.
  private func writtenPath(of index: Int) -> [String] {
    var segments: [String] = []
    var current: Int? = index
    while let place = current {
      let node = nodes[place]
      if node.kind == .stage || node.kind == .group || node.kind == .step || place == index {
        segments.append(node.origin.identifier ?? node.identifier)
      }
      if node.isRollback, let parent = node.parent, !nodes[parent].isRollback { segments.append(HarnessPath.rollback) }
      current = node.parent
    }
    return segments.reversed()
  }
}

extension HarnessExecutionInput {
  /// What is asked, such as `spec.image (a, b) [a]`: the field, the possible values, the one that an empty answer takes.
  public var question: String {
    guard let rules = HarnessRuntimeInput(input.value) else { return field }
    var text = field
    if !rules.allowedValues.isEmpty { text += " (\(rules.allowedValues.joined(separator: ", ")))" }
    if let pattern = rules.pattern { text += " (of the form \(pattern))" }
    if let usual = rules.defaultValue { text += " [\(usual)]" }
    return text
  }
}
