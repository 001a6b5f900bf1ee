import Diagnostics
import Expressions
import IR

/// A file uses secrets or attachments and is not named as a target.
enum UnlistedTarget: PipeCDRule {
  static let info = RuleInfo(
    "unlisted-target", .warning, group: .secrets, "A file uses secrets or attachments and is not named as a target.",
    why: """
      Only the files under `decryptionTargets` and `targets` are rendered. In others the template stays as it is and is \
      deployed so.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let companions = context.neighbours?.companions, let application = document.application else { return }
    let encryption = application.encryption.value
    let attachment = application.attachment.value
    let targets = (encryption?.targets.value ?? []) + (attachment?.targets.value ?? [])
    // Attached files are rendered where they come to.
    let others = attachment?.sources.value.entries.map(\.option.value) ?? []
    let named = Set((targets.map(\.value) + others).map(PipeCDNeighbours.cleaned))
    let place =
      (encryption?.targets.key ?? encryption?.secrets.key ?? attachment?.targets.key)?.span ?? document.head
    for companion in companions where !named.contains(companion.path) {
      guard !PipeCDNeighbours.isConfiguration(companion.path), let source = companion.source else { continue }
      guard let use = Self.use(in: source) else { continue }
      context.report(
        "`\(companion.path)` uses `\(use.path)` and is not named here, so that it is not rendered", at: place,
        related: [.init(Span(source.id, use.range), "it is used here")], help: "add `\(companion.path)`")
    }
  }

  /// The first `{{ .encryptedSecrets… }}` of a file, or the same of attachments.
  private static func use(in source: Source) -> (path: String, range: Range<Int>)? {
    let text = source.wholeText
    // Most templates are of others, such as Helm's.
    guard text.contains("encryptedSecrets") || text.contains("attachment"),
      case .success(let syntax) = GoTemplate.parse(text, functions: .sprig)
    else { return nil }
    let known: [GoTemplate.DataType.Field] = [
      .init("encryptedSecrets", .map(.text, keys: [])), .init("attachment", .map(.text, keys: [])),
    ]
    for finding in syntax.findings(for: .structure("file", known)) {
      guard case .missingKey(let name, _) = finding.kind else { continue }
      let before = text.utf8.prefix(finding.range.upperBound)
      let isSecret = String(decoding: before.suffix(name.utf8.count + 24), as: UTF8.self).contains("encryptedSecrets")
      return ((isSecret ? ".encryptedSecrets." : ".attachment.") + name, finding.range)
    }
    return nil
  }
}
