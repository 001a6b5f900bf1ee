import Diagnostics
import Expressions
import IR

/// A file that secrets or attachments are put into is no template.
enum TargetSyntax: PipeCDRule {
  static let info = RuleInfo(
    "target-syntax", .error, "A file that secrets or attachments are put into is no template.",
    why: """
      Targets are rendered as templates of Go. Text with `{{` of another language, such as Helm's or Jinja's, makes \
      that fail: it has to be written as `{{ "{{" }}`.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for target in RenderedTarget.all(in: document, context.neighbours) {
      guard case .failure(let failure) = target.syntax else { continue }
      // sprig has more functions than pipec knows.
      if case .unknownFunction(let name, _) = failure.reason, name.first?.isUppercase != true { continue }
      guard failure.reason != .limit else { continue }
      context.report(
        "`\(target.path)` is no template: \(failure.detail)", at: target.place,
        related: [.init(Span(target.source.id, failure.range), "here")],
        help: failure.detail.hasPrefix("bad character")
          ? "a name with a dash needs `index`: `{{ index .encryptedSecrets \"my-key\" }}`" : nil)
    }
  }
}
