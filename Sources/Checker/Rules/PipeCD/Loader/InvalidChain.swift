import Diagnostics

/// Describes what the loader says as `invalid-chain`.
enum InvalidChain: Rule {
  static let info = RuleInfo(
    "invalid-chain", .error, "A chain of deployments names no applications.",
    why: """
      piped refuses a chain without blocks, and a block that has neither `name` nor `kind` nor `labels`.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        postSync:
          chain:
            applications: []
          # ^^^^^^^^^^^^^^^^ invalid-chain: a chain needs `applications`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        postSync:
          chain:
            applications:
            - name: payments
      """
    ])
}
