import Expressions
import IR

/// Whether a trigger starts its pipeline for an event, and why.
public struct HarnessTriggerVerdict: Hashable, Sendable {
  /// Whether it does.
  public var fires: Bool
  /// What decided.
  public var reason: Plan.Reason

  /// - Parameter facts: with the event in them, for expressions in keys and values.
  public init(_ trigger: HarnessTrigger, _ event: HarnessEvent, _ facts: HarnessFacts, _ pipeline: HarnessPipeline) {
    let judge = HarnessTriggerJudge(trigger: trigger, event: event, facts: facts, pipeline: pipeline)
    let name = trigger.identifier.map { "the trigger \($0.value)" } ?? "the trigger"
    if let failed = judge.failure {
      fires = false
      reason = Plan.Reason("\(name) does not start it: \(failed.text)", at: failed.span)
    } else {
      fires = true
      reason = Plan.Reason("\(name) starts it", at: trigger.identifier?.span)
    }
  }
}

/// Compares a trigger with an event.
private struct HarnessTriggerJudge {
  let trigger: HarnessTrigger
  let event: HarnessEvent
  let settler: HarnessSettler

  init(trigger: HarnessTrigger, event: HarnessEvent, facts: HarnessFacts, pipeline: HarnessPipeline) {
    self.trigger = trigger
    self.event = event
    var bare = pipeline
    bare.stages = []
    var settler = HarnessSettler(plan: HarnessPlan(pipeline: bare, facts: facts), steps: [], state: HarnessState())
    settler.build()
    self.settler = settler
  }

  /// The first thing that does not fit; nil where all does.
  var failure: Plan.Reason? {
    if let enabled = trigger.data["enabled"], enabled.name == "false" {
      return Plan.Reason("it is disabled", at: enabled.span)
    }
    if let wanted = trigger.event, let kind = Self.kinds[wanted.value], !event.kind.isEmpty, kind != event.kind {
      return Plan.Reason("it is for \(wanted.value), and the event is \(event.kind)", at: wanted.span)
    }
    let actions = trigger.actions.map(\.value)
    if !actions.isEmpty, !event.action.isEmpty, !actions.contains(where: matches) {
      return Plan.Reason(
        "the action is \(event.action), not one of: \(actions.joined(separator: ", "))", at: trigger.actions[0].span)
    }
    for condition in trigger.conditions {
      if let reason = failure(of: condition) { return reason }
    }
    guard let clause = trigger.jexlCondition, !clause.value.isEmpty else { return nil }
    switch settler.truth(clause.value, at: 0) {
    case .runs: return nil
    case .skipped: return Plan.Reason("\(clause.value) is false", at: clause.span)
    case .deferred: return Plan.Reason("\(clause.value) is not known", at: clause.span)
    case .failed(let why): return Plan.Reason("\(clause.value) cannot be computed: \(why)", at: clause.span)
    }
  }

  private static let kinds = ["PullRequest": "PR", "MergeRequest": "PR", "Push": "PUSH", "Release": "Release"]

  /// Actions of triggers are verbs; code hosts send participles and words of their own.
  private func matches(_ action: String) -> Bool {
    let words: [String: [String]] = [
      "Open": ["opened", "open"], "Close": ["closed", "close"], "Edit": ["edited", "edit", "update"],
      "Reopen": ["reopened", "reopen"], "Label": ["labeled"], "Unlabel": ["unlabeled"],
      "Synchronize": ["synchronize", "synchronized"], "ReadyForReview": ["ready_for_review"], "Merge": ["merge"],
    ]
    let sent = event.action.lowercased()
    return words[action]?.contains(sent) ?? (action.lowercased() == sent)
  }

  private func failure(of condition: HarnessTriggerCondition) -> Plan.Reason? {
    guard let key = condition.key?.value, let comparison = condition.comparison?.value else { return nil }
    let wanted = settler.render(condition.value?.value ?? "", at: 0).display
    // Of several changed files one that matches is enough.
    let values = key == "changedFiles" ? event.changedFiles : [value(of: key)]
    if values.contains(where: { holds($0, comparison, wanted) }) { return nil }
    let actual = key == "changedFiles" ? "changedFiles are \(values.joined(separator: ", "))" : "\(key) is \(values[0])"
    return Plan.Reason("\(actual), which is not \(comparison) \(wanted)", at: condition.span)
  }

  private func value(of key: String) -> String {
    switch key {
    case "targetBranch": return event.targetBranch.isEmpty ? event.branch : event.targetBranch
    case "sourceBranch": return event.sourceBranch.isEmpty ? event.branch : event.sourceBranch
    default: break
    }
    let text = key.contains("<+") ? key : "<+trigger.\(key)>"
    return settler.render(text, at: 0).display
  }

  private func holds(_ value: String, _ comparison: String, _ wanted: String) -> Bool {
    let list = wanted.split(separator: ",").map { String($0).trimmed }
    switch comparison {
    case "Equals": return value == wanted
    case "NotEquals": return value != wanted
    case "In": return list.contains(value)
    case "NotIn": return !list.contains(value)
    case "StartsWith": return value.hasPrefix(wanted)
    case "EndsWith": return value.hasSuffix(wanted)
    case "Contains": return wanted.isEmpty || value.contains(wanted)
    case "DoesNotContain": return !wanted.isEmpty && !value.contains(wanted)
    case "Regex": return matches(value, pattern: wanted)
    default: return false
    }
  }

  /// A Java pattern that the whole value must match.
  private func matches(_ value: String, pattern: String) -> Bool {
    let extras = [HarnessValue.Member("triggerValue", .text(value)), .init("triggerPattern", .text(pattern))]
    return settler.truth("<+triggerValue> =~ <+triggerPattern>", at: 0, with: extras) == .runs
  }
}
