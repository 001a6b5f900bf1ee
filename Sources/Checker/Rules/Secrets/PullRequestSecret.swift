import Diagnostics
import IR

/// Points out secrets in steps that run for pull requests.
enum PullRequestSecret: StepRule {
  static let info = RuleInfo(
    "pull-request-secret", .info, group: .secrets, persona: .pedantic,
    "A step that uses a secret also runs for pull requests, where the secret is empty.",
    why: """
      Unless a secret allows it, it is withheld in builds of pull requests. The variable is then empty, and no message \
      says so.
      """,
    exceptions: "The secret is allowed for pull requests, or the step copes without it.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          password:
            from_secret: docker
      #     ^^^^^^^^^^^^^^^^^^^ pull-request-secret: in a pull request build, the secret `docker` is empty
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          password:
            from_secret: docker
        when:
          event: [push, tag]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let secret = step.settings.firstSecret ?? step.environment.firstSecret, mayRun(step, of: pipeline) else {
      return
    }
    context.report(
      "in a pull request build, the secret `\(secret.name.value)` is empty", at: secret.span,
      help: "add `when: {event: {exclude: [pull_request]}}`")
  }

  /// Whether a step may run for a pull request.
  static func mayRun(_ step: Step, of pipeline: Pipeline) -> Bool {
    let events = BuildEvents(of: step.condition).intersection(BuildEvents(of: pipeline.trigger))
    guard events.contains(.pullRequest) else { return false }
    return [step.condition, pipeline.trigger].allSatisfy { condition in
      // A pull request has neither the name of a cron job nor a target.
      for clause in [condition?[.cron], condition?[.target]].compactMap({ $0 }) where !clause.accepts("") {
        return false
      }
      guard let clause = condition?[.ref], !clause.include.isEmpty else { return true }
      return clause.include.contains { RefKinds(of: $0.value).contains(.pulls) }
    }
  }
}

extension [Setting] {
  fileprivate var firstSecret: SecretReference? {
    lazy.compactMap { if case .secret(let reference) = $0.value { reference } else { nil } }.first
  }
}

extension [Variable] {
  fileprivate var firstSecret: SecretReference? {
    lazy.compactMap { if case .secret(let reference) = $0.value { reference } else { nil } }.first
  }
}
