import Diagnostics

/// Describes what the loader says as `unsupported-version`.
enum UnsupportedVersion: Rule {
  static let info = RuleInfo(
    "unsupported-version", .error, "The `apiVersion` is not the one that PipeCD reads.",
    why: """
      PipeCD reads `pipecd.dev/v1beta1` alone, in both of its generations, and refuses every file that says \
      something else or nothing.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1
                # ^^^^^^^^^^^^^ unsupported-version: the only `apiVersion` is pipecd.dev/v1beta1, not pipecd.dev/v1
      kind: KubernetesApp
      spec:
        name: shop
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
      """
    ])
}
