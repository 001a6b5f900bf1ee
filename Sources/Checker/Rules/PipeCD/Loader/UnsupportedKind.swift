import Diagnostics

/// Describes what the loader says as `unsupported-kind`.
enum UnsupportedKind: Rule {
  static let info = RuleInfo(
    "unsupported-kind", .error, "The `kind` is missing, or there is no such kind.",
    why: """
      piped decides by the kind how to read the rest, and compares it letter by letter; a file of another kind \
      is refused.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApplication
          # ^^^^^^^^^^^^^^^^^^^^^ unsupported-kind: there is no kind `KubernetesApplication`
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
