import Diagnostics

/// Describes what the loader says as `missing-server`.
enum MissingServer: Rule {
  static let info = RuleInfo(
    "missing-server", .error, "A pipeline that runs on a server does not say how to reach it.",
    why: """
      An ssh pipeline needs `server` with `host`, `user` and `password` or `ssh_key`; a digitalocean pipeline \
      needs `token`.
      """,
    flagged: [
      """
      kind: pipeline
      type: ssh
      name: default
      server:
      #^^^^^ missing-server: an ssh pipeline needs a password or an ssh key
        host: example.com
        user: root
      steps:
      - name: build
        commands: [make]
      """
    ],
    accepted: [
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
        commands: [make]
      """
    ])
}
