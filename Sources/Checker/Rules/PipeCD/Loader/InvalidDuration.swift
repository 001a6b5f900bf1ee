import Diagnostics

/// Describes what the loader says as `invalid-duration`.
enum InvalidDuration: Rule {
  static let info = RuleInfo(
    "invalid-duration", .error, "A text is not a duration.",
    why: """
      Durations are read as Go reads them: numbers with the units `ns`, `us`, `ms`, `s`, `m` and `h`. There are \
      no days, no spaces, and a number in quotes has no unit. piped refuses the file.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 1d
               # ^^ invalid-duration: `timeout` must be a duration such as `30s`, `5m` or `1h30m`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 24h
      """
    ])
}
