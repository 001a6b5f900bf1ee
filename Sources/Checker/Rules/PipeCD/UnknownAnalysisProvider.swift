import Diagnostics
import IR

/// A check asks a provider that piped does not have.
enum UnknownAnalysisProvider: PipeCDRule {
  static let info = RuleInfo(
    "unknown-analysis-provider", .error, "A check asks a provider that piped does not have.",
    why: """
      The stage fails as soon as it begins. Providers are named in the configuration of piped, which the check needs to \
      know: name it with `--piped`.
      """,
    flagged: [],
    accepted: [],
    yields: ["type-mismatch"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let providers = context.providers else { return }
    var checks: [(provider: PipeCD.Option<String>, isNeeded: Bool)] = []
    for (options, _) in document.analyses {
      checks += options.metrics.value.map { ($0.value.check.provider, $0.value.template.value.name.value.isEmpty) }
      checks += options.logs.value.map { ($0.value.check.provider, $0.value.template.value.name.value.isEmpty) }
    }
    if case .analysisTemplate(let templates) = document.specification {
      checks += templates.metrics.value.entries.map { ($0.option.value.provider, true) }
      checks += templates.logs.value.entries.map { ($0.option.value.provider, true) }
    }
    for (provider, isNeeded) in checks {
      guard isNeeded, let place = provider.place, !provider.value.isEmpty, !providers.contains(provider.value) else {
        continue
      }
      context.report(
        "piped has no analysis provider `\(provider.value)`", at: place,
        help: Suggestion.nearest(to: provider.value, among: providers).map { "did you mean `\($0)`?" }
          ?? (providers.isEmpty ? "add it to `analysisProviders` of piped" : nil))
    }
  }
}
