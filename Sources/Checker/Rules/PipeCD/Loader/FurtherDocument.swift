import Diagnostics

/// Describes what the loader says as `further-document`.
enum FurtherDocument: Rule {
  static let info = RuleInfo(
    "further-document", .warning, "A file has more than one document, and only the first is read.",
    why: """
      What stands behind `---` is ignored without a word.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
      ---
      #@1-4 further-document: only the first document of a file is read; this one has no effect
      apiVersion: pipecd.dev/v1beta1
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
