import Diagnostics
import IR

/// Secrets are declared and no file uses them, or the other way round.
enum UndecryptedSecret: PipeCDRule {
  static let info = RuleInfo(
    "undecrypted-secret", .warning, group: .secrets,
    "Secrets are declared and no file uses them, or the other way round.",
    why: """
      piped refuses `encryptedSecrets` without `decryptionTargets`. With targets alone it renders nothing: a \
      template in them stays as it is.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          decryptionTargets: [secret.yaml]
        # ^^^^^^^^^^^^^^^^^ undecrypted-secret: no secret is declared, so that these files are not rendered
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
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let encryption = document.application?.encryption.value else { return }
    guard encryption.secrets.value.entries.isEmpty, !encryption.targets.value.isEmpty else { return }
    context.report(
      "no secret is declared, so that these files are not rendered", at: encryption.targets.key?.span ?? document.head,
      help: "write the secrets under `encryptedSecrets`")
  }
}
