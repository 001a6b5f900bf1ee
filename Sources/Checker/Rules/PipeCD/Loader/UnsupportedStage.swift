import Diagnostics

/// Describes what the loader says as `unsupported-stage`.
enum UnsupportedStage: Rule {
  static let info = RuleInfo(
    "unsupported-stage", .error, "A stage has a name that piped does not know.",
    why: """
      piped v0 has a fixed list of stages and refuses a file that names another one. Stages for rollbacks and \
      for quick syncs are planned by piped itself.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_SYNC
                # ^^^^^^^^ unsupported-stage: piped v0 has no stage `K8S_SYNC`
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
          - name: K8S_PRIMARY_ROLLOUT
      """
    ])
}
