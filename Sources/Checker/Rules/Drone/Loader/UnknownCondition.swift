import Diagnostics

/// Describes what the loader says as `unknown-condition`.
enum UnknownCondition: Rule {
  static let info = RuleInfo(
    "unknown-condition", .warning, "A condition has a key that Drone does not know, so that it always holds.",
    why: """
      What a condition is to look at must be one of action, branch, cron, event, instance, paths, ref, repo, \
      status and target. Other keys (`branches`, `tag`, `environment`) are ignored, and the step runs where it \
      should not.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branches: [main]
      #   ^^^^^^^^ unknown-condition: there is no condition `branches`; it is ignored, so it holds back nothing
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          tag: [v*]
      #   ^^^ unknown-condition: there is no condition `tag`; it is ignored, so it holds back nothing
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        commands: [make deploy]
        when:
          branch: [main]
      """
    ])
}
