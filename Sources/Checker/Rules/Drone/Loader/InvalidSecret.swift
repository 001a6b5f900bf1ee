import Diagnostics

/// Describes what the loader says as `invalid-secret`.
enum InvalidSecret: Rule {
  static let info = RuleInfo(
    "invalid-secret", .warning, group: .secrets,
    "A `kind: secret` document says neither the secret nor where to get it.",
    why: """
      It needs `data`, or `get` with a `path` or a `name`; otherwise the secret is never found and is empty.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      ---
      kind: secret
      #     ^^^^^^ invalid-secret: the secret has neither `data` nor `get.path` and `get.name`
      name: token
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
      ---
      kind: secret
      name: token
      get:
        path: secret/data/token
        name: value
      """
    ])
}
