import Diagnostics
import Expressions
import IR

/// Conditions of steps and pipelines, decided against a context, with the reason.
enum DroneConditions {
  /// What a condition looks at, by subject.
  struct Values {
    var branch: String
    var event: String
    var action: String
    var ref: String
    var repo: String
    var target: String
    var cron: String
    var instance: String

    init(_ context: Context) {
      branch = context.commit.branch
      event = context.build.event.text
      action = context.build.action
      ref = context.commit.ref
      repo = context.repository.slug
      target = context.build.deployTo
      cron = context.build.cron
      instance = context.system.host
    }

    subscript(subject: Condition.Subject) -> String {
      switch subject {
      case .branch: branch
      case .event: event
      case .action: action
      case .ref: ref
      case .repo: repo
      case .target: target
      case .cron: cron
      case .instance: instance
      case .paths, .status: ""
      }
    }
  }

  /// The subjects that a server compares for `trigger`, in its order.
  static let triggerSubjects: [Condition.Subject] = [.branch, .event, .action, .ref, .repo, .target, .cron]
  /// The subjects that a runner compares for `when`.
  static let stepSubjects: [Condition.Subject] = [.branch, .event, .action, .ref, .repo, .target, .cron, .instance]

  /// The first clause that refuses, in the order of `subjects`.
  static func refusal(
    of condition: Condition, _ subjects: [Condition.Subject], _ values: Values
  ) -> (subject: Condition.Subject, reason: Plan.Reason)? {
    for subject in subjects {
      guard let clause = condition[subject] else { continue }
      let value = values[subject]
      if let excluded = clause.exclude.first(where: { Glob($0.value).matches(value) }) {
        let text = "\(subject.rawValue) is \(shown(value)), which exclude: \(shown(excluded.value)) rules out"
        return (subject, Plan.Reason(text, at: excluded.span))
      }
      if clause.include.isEmpty || clause.include.contains(where: { Glob($0.value).matches(value) }) { continue }
      let patterns = clause.include.map { shown($0.value) }
      let text =
        patterns.count == 1
        ? "\(subject.rawValue) is \(shown(value)), not \(patterns[0])"
        : "\(subject.rawValue) is \(shown(value)), not one of: \(patterns.joined(separator: ", "))"
      return (subject, Plan.Reason(text, at: clause.valueSpan))
    }
    return nil
  }

  /// Why a condition lets pass: the first pattern that matches, for every subject.
  static func acceptance(
    of condition: Condition?, _ subjects: [Condition.Subject], _ values: Values
  ) -> Plan.Reason {
    guard let condition else { return Plan.Reason("no conditions") }
    var parts: [String] = []
    var span: Span?
    for subject in subjects {
      guard let clause = condition[subject], !(clause.include.isEmpty && clause.exclude.isEmpty) else { continue }
      let value = values[subject]
      let name = subject.rawValue
      span = span ?? clause.valueSpan
      guard let pattern = clause.include.first(where: { Glob($0.value).matches(value) }) else {
        parts.append("\(name) is \(shown(value)), which nothing rules out")
        continue
      }
      parts.append(
        pattern.value == value
          ? "\(name) is \(shown(value))" : "\(name) is \(shown(value)), which matches \(shown(pattern.value))")
    }
    return parts.isEmpty ? Plan.Reason("no conditions") : Plan.Reason(parts.joined(separator: "; "), at: span)
  }

  /// What `when: {status: …}` chooses: it is matched against the words `failure` and `success`.
  static func runPolicy(_ clause: Condition.Clause?) -> Plan.RunPolicy {
    guard let clause, !(clause.include.isEmpty && clause.exclude.isEmpty) else { return .onSuccess }
    switch (matches(clause, "failure"), matches(clause, "success")) {
    case (true, true): return .always
    case (true, false): return .onFailure
    default: return .onSuccess
    }
  }

  /// When a pipeline that waited for others starts, by `trigger: {status: …}`; never when the status matches neither.
  static func pipelinePolicy(_ clause: Condition.Clause?) -> Plan.RunPolicy {
    guard let clause, !(clause.include.isEmpty && clause.exclude.isEmpty) else { return .onSuccess }
    switch (matches(clause, "failure"), matches(clause, "success")) {
    case (true, true): return .always
    case (true, false): return .onFailure
    case (false, true): return .onSuccess
    case (false, false): return .never
    }
  }

  private static func matches(_ clause: Condition.Clause, _ value: String) -> Bool {
    if clause.exclude.contains(where: { Glob($0.value).matches(value) }) { return false }
    return clause.include.isEmpty || clause.include.contains { Glob($0.value).matches(value) }
  }

  /// A value as it stands in a sentence.
  static func shown(_ value: String) -> String {
    if value.isEmpty { return "empty" }
    let isPlain = value.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "," }
    return isPlain ? value : GoQuote.quote(value)
  }
}
