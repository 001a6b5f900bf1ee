import Expressions
import IR
import Planner
import Synchronization

/// Fields that are asked for when their node starts (`.executionInput()`).
extension HarnessRunner {
  /// Asks for what the node leaves open, once; how the node ends, if nobody says it.
  func askForInputs(of index: Int) async -> HarnessStepEnd? {
    let (node, inputs) = memory.withLock { memory -> (HarnessPlanNode, [HarnessExecutionInput]) in
      let node = memory.plan.nodes[index]
      return (node, memory.settler.hasAnswers(index) ? [] : memory.settler.executionInputs(of: index))
    }
    guard !inputs.isEmpty, value(for: node, among: options.stubs) == nil else { return nil }
    let open = inputs.filter { $0.defaultValue == nil }
    guard let prompter = options.prompter else {
      guard let first = open.first else {
        take(inputs.compactMap(\.usual), for: index)
        return nil
      }
      return .unanswered("nobody can be asked for \(first.field) here (--set \(first.path)=VALUE)")
    }
    let summary = stepSummary(of: node)
    let answers = await limited(to: timeout(of: index), at: index) {
      await self.scopes.asking { await self.ask(for: inputs, summary, prompter) }
    }
    if stop(of: index, itself: false) != nil { return stopped(index) }
    let isLate = stop(of: index) != nil
    clearStop(of: index)
    if let answers {
      take(answers, for: index)
      return nil
    }
    let errors = HarnessStepEnd.unanswered("").errors
    if case .proceedWithDefaultValues? = plan.action(for: errors, at: index)?.action, open.isEmpty {
      note("\(node.path) goes on with default values", at: index)
      take(inputs.compactMap(\.usual), for: index)
      return nil
    }
    let field = (open.first ?? inputs[0]).field
    return .unanswered(isLate ? "nobody has said in time what \(field) is" : "nobody says what \(field) is")
  }

  /// The answers to all questions of a node; nil when nobody answers any more.
  private func ask(
    for inputs: [HarnessExecutionInput], _ summary: StepSummary, _ prompter: any Prompter
  ) async -> [HarnessValue.Member]? {
    var answers: [HarnessValue.Member] = []
    for input in inputs {
      while true {
        context.queue.post(.asked(summary, question: masks.mask(input.question)))
        guard let line = await prompter.answer()?.trimmed else {
          context.queue.post(.answered(summary, text: "no answer"))
          return nil
        }
        let value = line.isEmpty ? input.defaultValue ?? "" : line
        guard let refusal = input.refusal(of: value) else {
          context.queue.post(.answered(summary, text: masks.mask("\(input.field) is \(value)")))
          answers.append(.init(input.name, .text(value)))
          break
        }
        context.queue.post(.answered(summary, text: masks.mask(refusal)))
      }
    }
    return answers
  }

  /// Works with these values from now on.
  private func take(_ values: [HarnessValue.Member], for index: Int) {
    memory.withLock { $0.settler.take(values, for: index) }
  }
}

extension HarnessStepEnd {
  /// Nobody has said what was asked for.
  fileprivate static func unanswered(_ message: String) -> HarnessStepEnd {
    HarnessStepEnd(.failed, errors: ["InputTimeoutError"], message: message)
  }
}

extension HarnessExecutionInput {
  /// What `.default(x)` says.
  fileprivate var defaultValue: String? { HarnessRuntimeInput(input.value)?.defaultValue }

  /// The default as an answer.
  fileprivate var usual: HarnessValue.Member? { defaultValue.map { .init(name, .text($0)) } }

  /// Why an answer cannot be taken; nil where it can.
  fileprivate func refusal(of answer: String) -> String? {
    guard let rules = HarnessRuntimeInput(input.value) else { return nil }
    if answer.isEmpty { return "there is no default" }
    let isList = rules.choice == .selectManyFrom
    let values = isList ? answer.split(separator: ",").map { String($0).trimmed } : [answer]
    guard rules.failure(of: values, at: path) != nil else { return nil }
    if rules.isChoiceKnown, values.contains(where: { !rules.allowedValues.contains($0) }) {
      return "\(answer) is none of \(rules.allowedValues.joined(separator: ", "))"
    }
    return "\(answer) is not of the form \(rules.pattern ?? "")"
  }
}
