import Diagnostics
import Expressions
import IR

/// A file is given a secret or attachment that is not declared.
enum UndeclaredSecret: PipeCDRule {
  static let info = RuleInfo(
    "undeclared-secret", .error, group: .secrets, "A file is given a secret or attachment that is not declared.",
    why: """
      Rendering the file fails with `map has no entry for key`, and with it the deployment.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for target in RenderedTarget.all(in: document, context.neighbours) {
      guard case .success(let syntax) = target.syntax else { continue }
      var seen: Set<String> = []
      for finding in syntax.findings(for: target.data) {
        let range = Span(target.source.id, finding.range)
        let related = [Diagnostic.Label(range, "it is used here")]
        switch finding.kind {
        case .missingKey(let name, let known) where !seen.contains(name):
          seen.insert(name)
          let isSecret = target.isSecret(finding.range)
          context.report(
            "`\(target.path)` uses the \(isSecret ? "secret" : "attachment") `\(name)`, which is not declared",
            at: target.place, related: related,
            help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
              ?? "declare it under `\(isSecret ? "encryptedSecrets" : "sources")`")
        case .unknownField(let name, _, let known) where !seen.contains(name):
          seen.insert(name)
          context.report(
            "`\(target.path)` uses `.\(name)`, which is not there", at: target.place, related: related,
            help: Suggestion.nearest(to: name, among: known).map { "did you mean `.\($0)`?" }
              ?? "there are \(known.map { "`.\($0)`" }.joined(separator: ", "))")
        default: break
        }
      }
    }
  }
}
