import Diagnostics

/// Describes what the loader says as `empty-source`.
enum EmptySource: Rule {
  static let info = RuleInfo(
    "empty-source", .error, "A secret or an attached file has no name or no value.",
    why: """
      piped refuses the file.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            password: ""
                    # ^^ empty-source: the secret `password` has no value
          decryptionTargets: [secret.yaml]
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            password: AQAyZm9vYmFyYmF6
          decryptionTargets: [secret.yaml]
      """
    ])
}
