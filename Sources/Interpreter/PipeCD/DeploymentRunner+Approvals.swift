import Diagnostics
import IR
import Planner
import PluginHost

/// Stages that people approve.
extension DeploymentRunner {
  /// An approval that pipec itself counts.
  func approve(_ stage: DeploymentStage, _ approval: PlannedStage.Approval) async -> StageEnd {
    if approval.approvers.isEmpty, deployment.generation == .v1 { return StageEnd(.failure, "approvers must be set") }
    let question = Approval(stage: stage, approvers: approval.approvers, count: max(1, approval.count))
    var people: [String] = []
    for name in given(question) ?? [] where !people.contains(name) {
      people.append(name)
      await say("\(name) approves", stage)
    }
    while people.count < question.count {
      switch await ask(question, after: people) {
      case .approved(let name): people.append(name)
      case .cancelled: return StageEnd(.cancelled, "cancelled at the terminal")
      case .nobody: return Task.isCancelled ? StageEnd(.cancelled) : StageEnd(.failure, nobodyAnswers(stage))
      }
    }
    return StageEnd(.success, "approved by \(people.joined(separator: ", "))")
  }

  /// Tells a plugin who approves or skips its stage, as long as the stage runs.
  func forwardCommands(
    of stage: DeploymentStage, _ built: PluginAPI.PipelineStage, to host: PluginHost
  ) async -> Wish {
    let reference = PluginAPI.StageReference(deploymentID: identifier, stageID: stage.id)
    var skips = options.skips[stage.id]
    if skips == nil, built.availableOperation == .skip || isAnalysis(stage) {
      switch await askToSkip(stage) {
      case .skipped(let name): skips = name
      case .cancelled: return .cancel
      case .nobody: return .goOn
      }
    }
    guard let name = skips else { return await forwardApprovals(of: stage, built, to: host, reference) }
    host.command(.skipStage, stage: reference, by: name, at: clock.now() / 1000)
    return .goOn
  }

  /// What people want of a stage that a plugin runs, beside what the plugin is told.
  enum Wish: Sendable {
    case goOn, cancel
  }

  private func isAnalysis(_ stage: DeploymentStage) -> Bool {
    if case .analysis? = deployment.stages.first(where: { $0.id == stage.id })?.kind { true } else { false }
  }

  private func forwardApprovals(
    of stage: DeploymentStage, _ built: PluginAPI.PipelineStage, to host: PluginHost,
    _ reference: PluginAPI.StageReference
  ) async -> Wish {
    let planned = deployment.stages.first { $0.id == stage.id }
    var count = 1
    var approvers = built.authorizedOperators
    if case .approval(let approval)? = planned?.kind {
      count = max(1, approval.count)
      if approvers.isEmpty { approvers = approval.approvers }
    }
    let question = Approval(stage: stage, approvers: approvers, count: count)
    var people: [String] = []
    for name in given(question) ?? [] {
      host.command(.approveStage, stage: reference, by: name, at: clock.now() / 1000)
      people.append(name)
    }
    guard built.availableOperation == .approve else { return .goOn }
    while people.count < count, !Task.isCancelled {
      switch await ask(question, after: people) {
      case .approved(let name):
        host.command(.approveStage, stage: reference, by: name, at: clock.now() / 1000)
        people.append(name)
      case .cancelled: return .cancel
      case .nobody: return .goOn
      }
    }
    return .goOn
  }

  /// Who may approve a stage, and how many must.
  private struct Approval: Sendable {
    var stage: DeploymentStage
    var approvers: [String]
    var count: Int
  }

  private enum Answer: Sendable {
    case approved(String)
    /// Somebody wants the deployment to end.
    case cancelled
    /// Nobody can be asked, or nobody answers any more.
    case nobody
  }

  /// The approvals that were given beforehand; nil where none was.
  private func given(_ approval: Approval) -> [String]? {
    guard let names = options.approvals[approval.stage.id] else { return nil }
    guard names.isEmpty else { return names }
    if !approval.approvers.isEmpty { return Array(approval.approvers.prefix(approval.count)) }
    let person = options.person.isEmpty ? "somebody" : options.person
    return (1...approval.count).map { $0 == 1 ? person : "\(person) \($0)" }
  }

  private func ask(_ approval: Approval, after people: [String]) async -> Answer {
    guard let prompter = options.prompter else { return .nobody }
    let (stage, queue, summary) = (approval.stage, context.queue, summary(of: approval.stage))
    let open = approval.approvers.filter { !people.contains($0) }
    let isAnybody = approval.approvers.isEmpty && approval.count == 1
    let wanted = approval.count - people.count
    let who = open.isEmpty ? "" : ": \(open.joined(separator: ", "))"
    var question =
      isAnybody
      ? "approve \(stage.title)? [approve/cancel]"
      : "who approves \(stage.title)? \(wanted) more needed\(who) [NAME/cancel]"
    while true {
      queue.post(.asked(summary, question: masks.mask(question)))
      guard let line = await prompter.answer()?.trimmed else {
        queue.post(.answered(summary, text: "no answer"))
        return .nobody
      }
      let word = line.lowercased()
      if ["cancel", "c", "no", "n", "reject"].contains(word), !open.contains(line) {
        queue.post(.answered(summary, text: "cancelled"))
        return .cancelled
      }
      let isYes = ["approve", "a", "yes", "y"].contains(word) && !open.contains(line)
      let name = isYes ? options.person : line
      if isAnybody, isYes {
        queue.post(.answered(summary, text: "approved"))
        return .approved(name.isEmpty ? "somebody" : name)
      }
      if !isAnybody, !name.isEmpty, !people.contains(name), approval.approvers.isEmpty || open.contains(name) {
        queue.post(.answered(summary, text: "approved by \(name)"))
        return .approved(name)
      }
      queue.post(.answered(summary, text: remark(on: name, approval, people, open)))
      question = isAnybody ? "approve or cancel?" : "who approves?"
    }
  }

  private func remark(on name: String, _ approval: Approval, _ people: [String], _ open: [String]) -> String {
    if people.contains(name) { return "\(name) has approved it already" }
    if approval.approvers.isEmpty { return "that is neither approve nor cancel" }
    let nearest = Suggestion.nearest(to: name, among: open).map { "; did you mean \($0)?" } ?? ""
    return name.isEmpty ? "nobody is named" : "\(name) may not approve it\(nearest)"
  }

  private func nobodyAnswers(_ stage: DeploymentStage) -> String {
    options.prompter == nil
      ? "nobody can be asked here (--approve \(stage.id))" : "nobody answers any more (--approve \(stage.id))"
  }
}
