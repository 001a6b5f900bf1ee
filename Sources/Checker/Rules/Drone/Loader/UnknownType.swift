import Diagnostics

/// Describes what the loader says as `unknown-type`.
enum UnknownType: Rule {
  static let info = RuleInfo(
    "unknown-type", .warning, "A pipeline has a `type` that no runner serves, so that the build stays pending.",
    why: """
      The server accepts any `type` and waits for a runner of that type. The known ones are docker, exec, \
      kubernetes, ssh, digitalocean, macstadium and vm, in lower case.
      """,
    exceptions: "A runner of your own serves this type.",
    flagged: [
      """
      kind: pipeline
      type: Docker
      #     ^^^^^^ unknown-type: no runner takes pipelines of type `Docker`, so this one stays pending for ever
      name: default
      steps:
      - name: build
        image: alpine
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
