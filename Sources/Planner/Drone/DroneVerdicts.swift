import Diagnostics
import IR

/// What became of one clause of a condition.
public struct ConditionVerdict: Hashable, Sendable {
  /// What it looks at, such as `branch`.
  public var subject: Condition.Subject
  /// One clause without a full stop: the value, and what was compared with it.
  public var text: String
  /// Whether it lets pass; nil where it decides nothing before the run.
  public var holds: Bool?
  /// The clause in the file.
  public var span: Span
}

extension Condition {
  /// What Drone makes of each clause in a context, in source order.
  ///
  /// - Parameter isTrigger: whether it is the `trigger` of a pipeline, which the server decides; otherwise the `when` of a
  ///   step, which is the runner's.
  public func verdicts(in context: Context, isTrigger: Bool) -> [ConditionVerdict] {
    let values = DroneConditions.Values(context)
    let compared = isTrigger ? DroneConditions.triggerSubjects : DroneConditions.stepSubjects
    return clauses.map { clause in
      var verdict = ConditionVerdict(subject: clause.subject, text: "", holds: nil, span: clause.valueSpan)
      guard clause.subject != .status else {
        verdict.text = DroneVerdicts.words(
          isTrigger ? DroneConditions.pipelinePolicy(clause) : DroneConditions.runPolicy(clause), isTrigger: isTrigger)
        return verdict
      }
      guard compared.contains(clause.subject) else {
        verdict.text = "\(clause.subject.rawValue) is not compared here"
        return verdict
      }
      let alone = Condition(clauses: [clause], span: span)
      if let refusal = DroneConditions.refusal(of: alone, compared, values) {
        verdict.holds = false
        verdict.text = refusal.reason.text
        verdict.span = refusal.reason.span ?? clause.valueSpan
      } else {
        verdict.holds = true
        verdict.text = DroneConditions.acceptance(of: alone, compared, values).text
        if verdict.text == "no conditions" { verdict.text = "\(clause.subject.rawValue) says nothing" }
      }
      return verdict
    }
  }
}

private enum DroneVerdicts {
  static func words(_ policy: Plan.RunPolicy, isTrigger: Bool) -> String {
    let what = isTrigger ? "a pipeline" : "a step"
    switch policy {
    case .onSuccess: return "status: runs while nothing has failed"
    case .onFailure: return "status: runs only if \(what) before it has failed"
    case .always: return "status: runs whether \(what) before it has failed or not"
    case .never: return "status: matches neither success nor failure"
    }
  }
}
