import Diagnostics
import IR

/// An analysis names a check that the repository does not have.
enum UnknownAnalysisTemplate: PipeCDRule {
  static let info = RuleInfo(
    "unknown-analysis-template", .error, "An analysis names a check that the repository does not have.",
    why: """
      The stage fails as soon as it begins. Shared checks are in `.pipe` at the root of the repository: of its files \
      only the first of the kind AnalysisTemplate is read, and metrics, logs and requests have names of their own.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let templates = context.neighbours?.templates else { return }
    for (options, span) in document.analyses {
      for (section, reference) in options.templateReferences {
        let name = reference.name.value
        let names = templates.specification.names(in: section)
        guard !names.contains(name) else { continue }
        let place = reference.name.place ?? span
        guard let file = templates.file else {
          context.report(
            "there is no analysis template `\(name)`, since no file in `.pipe` is an AnalysisTemplate", at: place)
          continue
        }
        let other = ["metrics", "logs", "https"].first { templates.specification.names(in: $0).contains(name) }
        let help: String? =
          if let nearest = Suggestion.nearest(to: name, among: names) { "did you mean `\(nearest)`?" } else if let other
          {
            "it is under `\(other)` there"
          } else { names.isEmpty ? nil : "there are \(names.prefix(8).map { "`\($0)`" }.joined(separator: ", "))" }
        context.report("\(file) has no `\(name)` under `\(section)`", at: place, help: help)
      }
    }
  }
}
