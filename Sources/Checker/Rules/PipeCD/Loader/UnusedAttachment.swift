import Diagnostics

/// Describes what the loader says as `unused-attachment`.
enum UnusedAttachment: Rule {
  static let info = RuleInfo(
    "unused-attachment", .error, "Files are attached, and none quotes them.",
    why: """
      piped refuses `attachment` without `targets`.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        attachment:
      # ^^^^^^^^^^ unused-attachment: attached files need files that quote them
          sources:
            config: config.json
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        attachment:
          sources:
            config: config.json
          targets: [configmap.yaml]
      """
    ])
}
