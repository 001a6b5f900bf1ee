import Diagnostics

/// Describes what the loader says as `invalid-quantity`.
enum InvalidQuantity: Rule {
  static let info = RuleInfo(
    "invalid-quantity", .error, "A value is no percentage and no number of pods.",
    why: """
      Percentages are whole numbers, with or without `%`; replicas are whole numbers or percentages. piped \
      refuses the file.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
            with:
              replicas: 12.5%
                      # ^^^^^ invalid-quantity: `replicas` must be a number of pods, or a percentage such as `10%`
          - name: K8S_CANARY_CLEAN
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
            with:
              replicas: 12%
          - name: K8S_CANARY_CLEAN
      """
    ])
}
