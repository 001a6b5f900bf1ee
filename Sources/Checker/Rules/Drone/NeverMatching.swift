import Diagnostics
import IR

/// Flags conditions that no build can meet.
enum NeverMatching: ConditionRule {
  static let info = RuleInfo(
    "never-matching", .warning, "A condition can never be met, so that the step or pipeline never runs.",
    why: """
      All parts of a condition must hold, and a step runs only in builds that the pipeline's trigger lets through. A tag \
      build has no branch on most providers, only a promotion has a target, and a ref begins with `refs/`; a combination \
      that contradicts itself is accepted and never runs.
      """,
    exceptions: "Some providers (Bitbucket, Gogs) name a branch in tag builds.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: release
        image: alpine
        commands: [make release]
        when:
          event: [tag]
          branch: [main]
      #   ^^^^^^ never-matching: a tag build has no branch, so this never matches
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: [main]
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch: [develop]
      #   ^^^^^^ never-matching: the pipeline's trigger lets no such branch through, so this never matches
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        ref: [main, refs/head/develop]
      #       ^^^^ never-matching: a ref begins with `refs/`, so `main` never matches
      #             ^^^^^^^^^^^^^^^^^ never-matching: no ref begins like `refs/head/develop`, so it never matches
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: [push, tag]
      steps:
      - name: release
        image: alpine
        commands: [make release]
        when:
          ref: ["refs/tags/v*"]
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          event: [push]
          branch: [main]
      """
    ],
    yields: ["comma-pattern", "regex-like-pattern", "brace-slash", "malformed-pattern"])

  static func check(
    _ condition: Condition, of place: ConditionPlace, in pipeline: Pipeline, in context: inout RuleContext
  ) {
    let trigger = place == .step ? pipeline.trigger : nil
    for clause in condition.clauses {
      if excludesItself(clause) {
        context.report(
          "everything that is included is also excluded, so this never matches", at: clause.keySpan,
          help: "remove what you want to match from `exclude`")
      }
      if clause.subject == .ref || clause.subject == .branch { checkPrefixes(clause, in: &context) }
      if let trigger { check(clause, against: trigger, in: &context) }
    }
    checkEvents(condition, trigger: trigger, in: &context)
  }

  /// Longer lists than anybody writes by hand are not compared item by item.
  private static let mostComparisons = 2_000

  // MARK: Within one clause

  private static func excludesItself(_ clause: Condition.Clause) -> Bool {
    guard clause.subject != .status, clause.subject != .paths else { return false }
    guard !clause.include.isEmpty, !clause.exclude.isEmpty else { return false }
    guard clause.include.count * clause.exclude.count <= mostComparisons else { return false }
    return clause.include.allSatisfy { included in
      clause.exclude.contains { excluded in
        excluded == included || excluded.value == "**"
          || (DronePattern.isLiteral(included.value) && DronePattern.matches(excluded.value, included.value))
      }
    }
  }

  /// Whether all that is included is already reported as beginning wrongly.
  private static func hasWrongPrefix(_ clause: Condition.Clause) -> Bool {
    clause.subject == .branch && clause.include.allSatisfy { $0.value.hasPrefix("refs/") }
  }

  private static func checkPrefixes(_ clause: Condition.Clause, in context: inout RuleContext) {
    for (pattern, isExclude) in clause.patterns {
      let first = pattern.value.utf8.prefix { $0 != UInt8(ascii: "/") }
      let hasSlash = first.count < pattern.value.utf8.count
      let consequence = isExclude ? "excludes nothing" : "never matches"
      if clause.subject == .branch, hasSlash, first.elementsEqual("refs".utf8) {
        context.report(
          "a branch is named without `refs/…`, so `\(pattern.value)` \(consequence)", at: pattern.span,
          help: pattern.value.hasPrefix("refs/heads/")
            ? "use `ref` instead of `branch`, or write the bare name" : "use `ref` instead of `branch`")
      } else if clause.subject == .ref, let right = RefKinds.correction(of: pattern.value) {
        context.report(
          "no ref begins like `\(pattern.value)`, so it \(consequence)", at: pattern.span,
          help: "did you mean `\(right)`?",
          fixes: [context.replacing(pattern.span, with: right, "write `\(right)`", safety: .unsafe)])
      } else if clause.subject == .ref, !first.isEmpty, !first.elementsEqual("refs".utf8),
        hasSlash ? DronePattern.isLiteral(String(decoding: first, as: UTF8.self)) : pattern.value != "**"
      {
        context.report(
          "a ref begins with `refs/`, so `\(pattern.value)` \(consequence)", at: pattern.span,
          help: "write `refs/heads/\(pattern.value)` or `refs/tags/\(pattern.value)`")
      }
    }
  }

  // MARK: A step against its pipeline's trigger

  private static func check(_ clause: Condition.Clause, against trigger: Condition, in context: inout RuleContext) {
    switch clause.subject {
    case .status, .paths, .instance, .event: return
    case .action, .branch, .cron, .ref, .repo, .target: break
    }
    guard let outer = trigger[clause.subject], !outer.include.isEmpty else { return }
    let patterns = outer.exclude.count + clause.include.count + clause.exclude.count
    guard outer.include.count * patterns <= mostComparisons else { return }
    guard outer.include.allSatisfy({ DronePattern.isLiteral($0.value) }) else { return }
    let possible = outer.include.map(\.value).filter { outer.accepts($0) }
    guard !possible.isEmpty, !possible.contains(where: { clause.accepts($0) }) else { return }
    context.report(
      "the pipeline's trigger lets no such \(clause.subject.rawValue) through, so this never matches",
      at: clause.keySpan, related: [.init(outer.valueSpan, "the trigger")])
  }

  // MARK: What an event implies

  private static func checkEvents(_ condition: Condition, trigger: Condition?, in context: inout RuleContext) {
    let own = BuildEvents(of: condition)
    let outer = BuildEvents(of: trigger)
    if own.isEmpty, let clause = condition[.event], clause.include.isEmpty {
      context.report(
        "every event is excluded, so this never matches", at: clause.keySpan,
        help: "leave out of `exclude` what shall run")
    }
    guard !own.isEmpty, !outer.isEmpty else { return }  // unknown names have a rule of their own
    let events = own.intersection(outer)
    if events.isEmpty {
      guard let clause = condition[.event] else { return }
      var related: [Diagnostic.Label] = []
      if let span = trigger?[.event]?.valueSpan { related.append(.init(span, "the trigger")) }
      context.report(
        "the pipeline's trigger lets no such event through, so this never matches", at: clause.keySpan, related: related
      )
      return
    }
    // Without any clause about events, everything below is possible.
    guard events != .all else { return }
    let event = condition[.event] ?? trigger?[.event]
    let related = event.map { [Diagnostic.Label($0.valueSpan, "the event")] } ?? []
    for clause in condition.clauses {
      guard let reason = impossibility(of: clause, in: events), !hasWrongPrefix(clause) else { continue }
      context.report(
        "\(reason.text), so this never matches", at: clause.keySpan, related: related, help: reason.help)
    }
  }

  private static func impossibility(
    of clause: Condition.Clause, in events: BuildEvents
  ) -> (text: String, help: String?)? {
    guard !clause.include.isEmpty else { return nil }
    switch clause.subject {
    case .branch where events == .tag && !clause.accepts(""):
      return ("a tag build has no branch", "use `ref: [\"refs/tags/…\"]`, or leave the branch out")
    case .target where events.isDisjoint(with: [.promote, .rollback, .custom]) && !clause.accepts(""):
      return ("only a promotion or rollback has a target", "add `promote` to the events")
    case .cron where events.isDisjoint(with: [.cron]) && !clause.accepts(""):
      return ("only a cron build has a cron job", "add `cron` to the events")
    case .action
    where events.isDisjoint(with: [.pullRequest, .tag, .promote, .rollback, .custom]) && !clause.accepts(""):
      return ("only pull request and tag builds have an action", nil)
    case .ref:
      let possible = events.refKinds
      let accepted = clause.include.reduce(into: RefKinds()) { $0.formUnion(RefKinds(of: $1.value)) }
      if accepted.isEmpty || !possible.isDisjoint(with: accepted) { return nil }
      return ("no build of these events has such a ref", nil)
    default: return nil
    }
  }
}
