import Diagnostics
import IR

/// A secret does not look encrypted.
enum PlainSecret: PipeCDRule {
  static let info = RuleInfo(
    "plain-secret", .warning, group: .security, "A secret does not look encrypted.",
    why: """
      What the web console encrypts is base64 and begins with `AQ` or `Ag`. Anything else cannot be decrypted, \
      and if it is the secret itself, it stands in the repository for everybody to read.
      """,
    exceptions: "Examples and documentation put a placeholder where the encrypted text belongs.",
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            password: hunter2
                    # ^^^^^^^ plain-secret: the secret `password` is not encrypted as PipeCD does it
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
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for secret in document.application?.encryption.value?.secrets.value.entries ?? [] {
      let value = secret.option.value
      guard !value.isEmpty, !isEncrypted(value) else { continue }
      context.report(
        "the secret `\(secret.name.value)` is not encrypted as PipeCD does it",
        at: secret.option.place ?? secret.name.span,
        help: "encrypt it in the web console; if this is the secret itself, it is no secret any more")
    }
  }

  /// Base64 that begins as the length of a key of 2048 or 4096 bits does.
  private static func isEncrypted(_ text: String) -> Bool {
    guard text.hasPrefix("AQ") || text.hasPrefix("Ag") else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="), 0x0A, 0x0D:
        true
      default: false
      }
    }
  }
}
