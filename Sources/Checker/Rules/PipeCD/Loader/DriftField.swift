import Diagnostics

/// Describes what the loader says as `drift-field`.
enum DriftField: Rule {
  static let info = RuleInfo(
    "drift-field", .error, "A field that drift detection ignores is not written as it must be.",
    why: """
      piped wants exactly one `#` between the resource and its field, and refuses the file otherwise.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        driftDetection:
          ignoreFields: ["apps/v1:Deployment:default:shop"]
                       # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ drift-field: an ignored field needs exactly one `#`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        driftDetection:
          ignoreFields: ["apps/v1:Deployment:default:shop#spec.replicas"]
      """
    ])
}
