import Diagnostics

/// Describes what the loader says as `trusted-only`.
enum TrustedOnly: Rule {
  static let info = RuleInfo(
    "trusted-only", .warning, "A key works only in a trusted repository.",
    why: """
      Privileged steps, volumes of the host or in memory, devices, and changes to the network are refused, \
      unless an administrator has marked the repository as trusted.
      """,
    exceptions: "The repository is trusted: `pipec check --trusted` leaves the rule out.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        privileged: true
      # ^^^^^^^^^^ trusted-only: `privileged` works only in a repository that an administrator has marked as trusted
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
