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
    guard let secret = firstSecret(of: step) else { return }
    let events = BuildEvents(of: step.condition).intersection(BuildEvents(of: pipeline.trigger))
    guard events.contains(.pullRequest) else { return }
    for condition in [step.condition, pipeline.trigger] {
      guard let clause = condition?[.ref], !clause.include.isEmpty else { continue }
      if clause.include.allSatisfy({ !RefKinds(of: $0.value).contains(.pulls) }) { return }
    }
    context.report(
      "in a pull request build, the secret `\(secret.name.value)` is empty", at: secret.span,
      help: "add `when: {event: {exclude: [pull_request]}}`")
  }

  private static func firstSecret(of step: Step) -> SecretReference? {
    for setting in step.settings {
      if case .secret(let reference) = setting.value { return reference }
    }
    for variable in step.environment {
      if case .secret(let reference) = variable.value { return reference }
    }
    return nil
  }
}
