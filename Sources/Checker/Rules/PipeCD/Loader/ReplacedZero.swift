import Diagnostics

/// Describes what the loader says as `replaced-zero`.
enum ReplacedZero: Rule {
  static let info = RuleInfo(
    "replaced-zero", .warning, "A zero counts as not written and becomes the default.",
    why: """
      Defaults replace what is zero, also where somebody wrote the zero: `timeout: 0s` gives six hours.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 0s
               # ^^ replaced-zero: a zero counts as not written here, so `timeout` is 6h0m0s
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 30m
      """
    ])
}
