import Diagnostics

/// Describes what the loader says as `unknown-kind`.
enum UnknownKind: Rule {
  static let info = RuleInfo(
    "unknown-kind", .warning, "A document has a `kind` that nothing comes of, or for which the build stays pending.",
    why: """
      The server takes every kind that it does not know for a pipeline of that kind, and waits for a runner \
      that never comes. `kind` is case-sensitive. Documents of the kinds `cron` and `registry` it takes and forgets.
      """,
    flagged: [
      """
      kind: Pipeline
      #     ^^^^^^^^ unknown-kind: there is no kind `Pipeline`: the server schedules it, and no runner ever takes it
      type: docker
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
