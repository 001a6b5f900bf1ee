import Diagnostics
import IR
import Planner
import Synchronization

/// Policy sets, which a step's outcome or a payload must meet.
extension HarnessRunner {
  /// Evaluates the sets of `enforce`: over the outcomes of the step, in the form in which Harness hands them over.
  func enforce(_ sets: [String], on index: Int, after end: HarnessStepEnd) async -> HarnessStepEnd {
    let node = node(index)
    let state = memory.withLock { $0.state.nodes[node.path] }
    var outcome = state?.outcome ?? []
    if let outputs = state?.outputs, !outputs.isEmpty { outcome.append(.init("outputVariables", .map(outputs))) }
    let entry = HarnessValue.map([
      .init("outcome", .map(outcome)), .init("name", .text("output")), .init("group", .text("")),
    ])
    var json = JSONWriter(layout: .compact)
    write(.list([entry]), &json)
    return await evaluate(sets, input: json.bytes, at: index, after: end)
  }

  /// A `Policy` step: its payload is the input.
  func perform(_ policy: HarnessPolicyStep, at index: Int) async -> HarnessStepEnd {
    guard let written = policy.payload?.value, let payload = rendered(written, at: index) else {
      return .misconfigured("its payload cannot be computed")
    }
    let first = payload.trimmed.first
    guard first == "{" || first == "[" else {
      return .misconfigured("its payload is neither an object nor a list of JSON")
    }
    let sets: [String] =
      switch policy.policySets {
      case .list(let texts, _)?: texts.compactMap { text($0, at: index)?.trimmed }.filter { !$0.isEmpty }
      case .expression(let expression)?:
        (text(expression, at: index) ?? "").split { ",[]\" ".contains($0) }.map(String.init)
      case nil: []
      }
    guard !sets.isEmpty else { return .misconfigured("it names no policy set") }
    context.queue.post(.stepStarted(stepSummary(of: node(index))))
    return await evaluate(sets, input: Array(payload.utf8), at: index, after: .succeeded)
  }

  private func evaluate(
    _ sets: [String], input: [UInt8], at index: Int, after end: HarnessStepEnd
  ) async -> HarnessStepEnd {
    let path = node(index).path
    var denied: [String] = []
    var unevaluated: [String] = []
    var details: [HarnessValue.Member] = []
    for set in sets {
      let verdict = await options.policies?.evaluate(set, input: input) ?? .unknown
      var status = "pass"
      switch verdict {
      case .passes: break
      case .denies(let reasons):
        status = "error"
        denied.append(set)
        for reason in reasons { note("\(path): policy set \(set): \(reason)") }
        if reasons.isEmpty { note("\(path): policy set \(set) objects without a reason") }
      case .unknown:
        status = "not evaluated"
        unevaluated.append(set)
      case .failed(let reason):
        status = "not evaluated"
        unevaluated.append(set)
        note("\(path): policy set \(set) could not be evaluated: \(reason)")
      }
      details.append(.init(set, .map([.init("status", .text(status))])))
    }
    let status = !denied.isEmpty ? "error" : unevaluated.isEmpty ? "pass" : "not evaluated"
    let output = HarnessValue.map([
      .init("evaluationId", .text(context.run)), .init("status", .text(status)),
      .init("policySetDetails", .map(details)),
    ])
    memory.withLock { memory in
      memory.state.nodes[path]?.siblings.removeAll { $0.name == "policyOutput" }
      memory.state.nodes[path]?.siblings.append(.init("policyOutput", output))
    }
    if !denied.isEmpty {
      let word = denied.count == 1 ? "Policy Set was" : "Policy Sets were"
      return .failed(
        "The following \(word) not adhered to: \(denied.joined(separator: ", "))", errors: ["PolicyEvaluationFailure"])
    }
    guard !unevaluated.isEmpty else { return end }
    let names = unevaluated.joined(separator: ", ")
    if options.isPolicyStrict {
      return .failed("policies were not evaluated: \(names)", errors: ["PolicyEvaluationFailure"])
    }
    note("\(path): policies were not evaluated: \(names) (--policy DIR names their folder)")
    return end
  }

  /// A value as JSON; secrets are only names here, since a policy's findings are shown.
  private func write(_ value: HarnessValue, _ json: inout JSONWriter) {
    switch value {
    case .null, .deferred: json.null()
    case .boolean(let flag): json.bool(flag)
    case .integer(let number): json.integer(number)
    case .number(let number): json.number(number)
    case .text(let text): json.string(text)
    case .secret, .pieces: json.string(MaskSource.harnessReplacement)
    case .list(let values): json.array(values) { json, value in write(value, &json) }
    case .map(let members):
      json.object { json in
        for member in members { json.member(member.name) { write(member.value, &$0) } }
      }
    }
  }
}
