import Diagnostics

/// Describes what the loader says as `detached-not-allowed`.
enum DetachedNotAllowed: Rule {
  static let info = RuleInfo(
    "detached-not-allowed", .error, "A step is detached in a pipeline whose runner cannot do that.",
    why: """
      The ssh and digitalocean runners refuse `detach: true`.
      """,
    flagged: [
      """
      kind: pipeline
      type: ssh
      name: default
      server:
        host: example.com
        user: root
        password: {from_secret: password}
      steps:
      - name: build
        detach: true
      # ^^^^^^ detached-not-allowed: ssh pipelines have no detached steps
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
