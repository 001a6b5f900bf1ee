import Diagnostics
import IR

/// A secret is declared that no file uses.
enum ForgottenSecret: PipeCDRule {
  static let info = RuleInfo(
    "forgotten-secret", .warning, group: .secrets, "A secret is declared that no file uses.",
    why: """
      It is decrypted for every deployment and goes nowhere; often the file that should use it names another one.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let companions = context.neighbours?.companions, let application = document.application,
      let encryption = application.encryption.value, !encryption.targets.value.isEmpty
    else { return }
    let paths = Set(
      (encryption.targets.value + (application.attachment.value?.targets.value ?? [])).map {
        PipeCDNeighbours.cleaned($0.value)
      })
    let targets = companions.filter { paths.contains($0.path) }
    // What is not there or cannot be read may use anything, and an attached file may come to others.
    guard targets.count == paths.count, targets.allSatisfy(\.isRead) else { return }
    let texts = companions.compactMap { $0.source?.wholeText }
    for entry in encryption.secrets.value.entries where !entry.name.value.isEmpty {
      guard !texts.contains(where: { $0.contains(entry.name.value) }) else { continue }
      context.report(
        "no file of the application uses the secret `\(entry.name.value)`", at: entry.name.span,
        help: "remove it, or write `{{ .encryptedSecrets.\(entry.name.value) }}` into a target")
    }
  }
}
