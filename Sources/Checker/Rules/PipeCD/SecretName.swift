import Diagnostics
import IR

/// The name of a secret or attached file cannot be used with a dot.
enum SecretName: PipeCDRule {
  static let info = RuleInfo(
    "secret-name", .info, group: .secrets, persona: .pedantic,
    "The name of a secret or attached file cannot be used with a dot.",
    why: """
      Templates refuse `.encryptedSecrets.db-password`: a name with a dash or another sign is read as a \
      subtraction or not at all.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            db-password: AQAyZm9vYmFyYmF6
          # ^^^^^^^^^^^ secret-name: `db-password` cannot stand behind a dot in a template
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
            dbPassword: AQAyZm9vYmFyYmF6
          decryptionTargets: [secret.yaml]
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    let secrets = document.application?.encryption.value?.secrets.value.entries ?? []
    let sources = document.application?.attachment.value?.sources.value.entries ?? []
    for (field, name) in secrets.map({ ("encryptedSecrets", $0.name) }) + sources.map({ ("attachment", $0.name) }) {
      guard !name.value.isEmpty, !isIdentifier(name.value) else { continue }
      context.report(
        "`\(name.value)` cannot stand behind a dot in a template", at: name.span,
        help: "write `{{ index .\(field) \"\(name.value)\" }}`, or rename it")
    }
  }

  private static func isIdentifier(_ name: String) -> Bool {
    let scalars = name.unicodeScalars
    return scalars.allSatisfy { $0 == "_" || $0.properties.isAlphabetic || $0.properties.numericType == .decimal }
      && scalars.first.map { $0.properties.numericType == nil } ?? false
  }
}
