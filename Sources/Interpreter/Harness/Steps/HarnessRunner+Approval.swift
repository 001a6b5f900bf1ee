import IR
import Planner
import Synchronization

/// Steps that wait for somebody's word, and failures that do.
extension HarnessRunner {
  /// Asks whoever runs the pipeline, unless the answer was given beforehand.
  func decide(_ approval: HarnessApproval, at index: Int) async -> HarnessStepEnd {
    switch approval.kind {
    case .harness: break
    case .custom: return await poll(approval, at: index)
    case .jira, .serviceNow:
      if value(for: node(index), among: options.approvals) == nil {
        let service = approval.kind == .jira ? "Jira" : "ServiceNow"
        return .failed(
          "it waits for a ticket of \(service), which pipec does not reach (--approve \(node(index).path))")
      }
    }
    setStatus(.approvalWaiting, of: index)
    let node = node(index)
    let summary = stepSummary(of: node)
    if let answer = value(for: node, among: options.approvals) {
      context.queue.post(.stepStarted(summary))
      return conclude(approval, answer, at: index)
    }
    guard let prompter = options.prompter else {
      return HarnessStepEnd(
        .expired, errors: ["Timeout"],
        message: "nobody can be asked here (--approve \(node.path) or --reject \(node.path))")
    }
    context.queue.post(.stepStarted(summary))
    let message = text(approval.message, at: index)?.trimmed ?? ""
    let answer = await scopes.asking {
      await self.ask(approval, message.isEmpty ? "approve \(node.name)?" : message, summary, prompter, at: index)
    }
    guard let answer else {
      context.queue.post(.answered(summary, text: "no answer"))
      return stop(of: index) == nil ? .failed("nobody answers any more", errors: ["ApprovalRejection"]) : stopped(index)
    }
    context.queue.post(.answered(summary, text: answer.isApproved ? "approved" : "rejected"))
    return conclude(approval, answer, at: index)
  }

  private func ask(
    _ approval: HarnessApproval, _ message: String, _ summary: StepSummary, _ prompter: any Prompter, at index: Int
  ) async -> HarnessApprovalAnswer? {
    var question = "\(masks.mask(message)) [approve/reject]"
    while true {
      context.queue.post(.asked(summary, question: question))
      guard let line = await prompter.answer()?.trimmed.lowercased() else { return nil }
      if ["reject", "r", "no", "n"].contains(line) { return HarnessApprovalAnswer(isApproved: false) }
      if ["approve", "a", "yes", "y"].contains(line) { break }
      context.queue.post(.answered(summary, text: "that is neither approve nor reject"))
      question = "approve or reject?"
    }
    var answer = HarnessApprovalAnswer(isApproved: true)
    for input in approval.inputs {
      guard let name = input.name?.value else { continue }
      let allowed = input.allowedValues?.texts.map(\.value) ?? []
      let usual = text(input.defaultValue, at: index) ?? ""
      while true {
        let choice = allowed.isEmpty ? "" : " (\(allowed.joined(separator: ", ")))"
        context.queue.post(.answered(summary, text: "approved"))
        context.queue.post(.asked(summary, question: "\(name)\(choice)\(usual.isEmpty ? "" : " [\(usual)]")"))
        guard let line = await prompter.answer()?.trimmed else { return nil }
        let value = line.isEmpty ? usual : line
        if value.isEmpty, input.isRequired?.literal == true { continue }
        if !allowed.isEmpty, !allowed.contains(value) { continue }
        answer.inputs.append(.init(name, .text(value)))
        break
      }
    }
    return answer
  }

  private func conclude(
    _ approval: HarnessApproval, _ answer: HarnessApprovalAnswer, at index: Int
  ) -> HarnessStepEnd {
    var inputs = answer.inputs
    for input in approval.inputs {
      guard let name = input.name?.value, !inputs.contains(where: { $0.name == name }) else { continue }
      inputs.append(.init(name, .text(text(input.defaultValue, at: index) ?? "")))
    }
    let user = HarnessValue.map([.init("name", .text(options.person)), .init("email", .text(""))])
    let activity = HarnessValue.map([
      .init("user", user), .init("action", .text(answer.isApproved ? "APPROVE" : "REJECT")),
      .init("comments", .text(answer.comments)), .init("approvedAt", .integer(clock.now())),
      .init("approverInputs", .map(inputs)),
    ])
    let outcome: [HarnessValue.Member] = [
      .init("approvalActivities", .list([activity])), .init("approverInputs", .map(inputs)),
    ]
    let path = node(index).path
    memory.withLock { memory in
      memory.state.nodes[path]?.outcome = outcome
      memory.state.approval = .map(outcome)
    }
    return answer.isApproved
      ? .succeeded
      : HarnessStepEnd(.approvalRejected, errors: ["ApprovalRejection"], message: "rejected by \(options.person)")
  }

  /// Runs the script of a custom approval until its outputs meet one of the criteria.
  private func poll(_ approval: HarnessApproval, at index: Int) async -> HarnessStepEnd {
    guard case .step(let step) = node(index).origin else { return .succeeded }
    let interval = milliseconds(approval.retryInterval, at: index) ?? 30_000
    while true {
      let end = await runProgram(step, at: index)
      guard end.status == .succeeded else { return end }
      let path = node(index).path
      let outputs = memory.withLock { $0.state.nodes[path]?.outputs ?? [] }
      let roots = [HarnessValue.Member("output", .map([.init("outputVariables", .map(outputs))]))] + outputs
      switch meets(approval.rejectionCriteria, roots, at: index) {
      case .success(true):
        return HarnessStepEnd(
          .approvalRejected, errors: ["ApprovalRejection"], message: "the rejection criteria are met")
      case .success(false): break
      case .failure(let problem): return .failed(problem.message)
      }
      switch meets(approval.approvalCriteria, roots, at: index) {
      case .success(true): return .succeeded
      case .success(false): break
      case .failure(let problem): return .failed(problem.message)
      }
      setStatus(.approvalWaiting, of: index)
      do { try await clock.sleep(.milliseconds(max(interval, 1000))) } catch { return stopped(index) }
    }
  }

  private func meets(
    _ criteria: HarnessCriteria?, _ roots: [HarnessValue.Member], at index: Int
  ) -> Result<Bool, HarnessProblem> {
    guard let criteria else { return .success(false) }
    if let expression = criteria.expression { return holds(expression.value, at: index, roots: roots) }
    guard !criteria.conditions.isEmpty else { return .success(false) }
    let results = criteria.conditions.map { condition -> Bool in
      let actual = roots.last { $0.name == condition.key?.value }?.value
      guard case .text(let text)? = actual else { return false }
      let wanted = self.text(condition.value, at: index) ?? ""
      switch condition.comparison?.value.lowercased() {
      case "not equals", "notequals": return text != wanted
      case "in": return wanted.split(separator: ",").contains { String($0).trimmed == text }
      case "not in", "notin": return !wanted.split(separator: ",").contains { String($0).trimmed == text }
      default: return text == wanted
      }
    }
    let any = criteria.matchesAny?.literal ?? false
    return .success(any ? results.contains(true) : results.allSatisfy { $0 })
  }

  // MARK: Failures

  /// Asks what to do about a failure; nil: the time is up, or nobody can be asked.
  func intervene(_ end: HarnessStepEnd, at index: Int, timeout: Int64) async -> HarnessIntervention? {
    let node = node(index)
    guard let prompter = options.prompter, node.kind == .step else {
      note("\(node.path) failed and waits for a person, but nobody can be asked here: what follows the waiting is done")
      return nil
    }
    setStatus(.interventionWaiting, of: index)
    let summary = stepSummary(of: node)
    let choices = HarnessIntervention.allCases.map(\.rawValue).joined(separator: "/")
    let why = end.message.map { masks.mask($0) } ?? end.exitCode.map { "exit code \($0)" } ?? end.status.rawValue
    return await scopes.asking { [clock, context] in
      context.queue.post(.asked(summary, question: "\(node.name) failed (\(why)) [\(choices)]"))
      let choice = await withTaskGroup(of: HarnessIntervention??.self) { group in
        group.addTask {
          while let line = await prompter.answer()?.trimmed.lowercased() {
            if let choice = HarnessIntervention(rawValue: line) { return choice }
            context.queue.post(.answered(summary, text: "there is \(choices)"))
            context.queue.post(.asked(summary, question: "what now?"))
          }
          return .some(nil)
        }
        group.addTask {
          try? await clock.sleep(.milliseconds(timeout))
          return .some(nil)
        }
        let first = await group.next() ?? nil
        group.cancelAll()
        return first ?? nil
      }
      context.queue.post(.answered(summary, text: choice?.rawValue ?? "no answer"))
      return choice
    }
  }
}
