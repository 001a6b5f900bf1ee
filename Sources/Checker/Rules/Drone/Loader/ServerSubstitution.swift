import Diagnostics

/// Describes what the loader says as `server-substitution`.
enum ServerSubstitution: Rule {
  static let info = RuleInfo(
    "server-substitution", .warning, "`${…}` stands in a key that the server reads, and the server replaces nothing.",
    why: """
      The name of a pipeline, its `trigger`, `depends_on`, `platform`, `node` and `concurrency` are read by the \
      server from the file as written. The runner then looks for a pipeline of another name, or the literal \
      text is compared with a branch.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: build-${DRONE_BRANCH}
      #     ^^^^^^^^^^^^^^^^^^^^^ server-substitution: `${…}` is not replaced in `name`: the server takes it as text
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
      name: build
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ], yields: ["unsupported-platform"])
}
