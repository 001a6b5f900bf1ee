import Diagnostics
import Expressions
import IR

/// A template cannot be read.
enum TemplateSyntax: PipeCDRule {
  static let info = RuleInfo(
    "template-syntax", .error, "A template cannot be read.",
    why: """
      Queries of analyses are Go templates, and one that cannot be read fails the stage. They have the functions \
      of Go alone, and none of sprig. The message of a commit is used as it stands where it is no template.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: ANALYSIS
            with:
              duration: 10m
              metrics:
              - provider: prometheus
                query: up{app="{{ .App.Name }"}
                                          # ^ template-syntax: this is no template: unrecognized character in action: U+007D '}'
                interval: 1m
                failureLimit: 1
                expected: {max: 1}
      """,
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: ANALYSIS
            with:
              duration: 10m
              metrics:
              - provider: prometheus
                query: up{app="{{ .App.Name | upper }}"}
                                            # ^^^^^ template-syntax: this is no template: function "upper" not defined
                interval: 1m
                failureLimit: 1
                expected: {max: 1}
      """,
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: ANALYSIS
            with:
              duration: 10m
              metrics:
              - provider: prometheus
                query: up{app="{{ .App.Name }}"}
                interval: 1m
                failureLimit: 1
                expected: {max: 1}
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for site in TemplateSite.all(in: document) {
      guard case .failure(let failure) = GoTemplate.parse(site.text.value, name: "AnalysisTemplate") else { continue }
      var help: String?
      if case .unknownFunction(let name, let known) = failure.reason {
        help =
          GoTemplate.Functions.sprig.names.contains(name)
          ? "queries have the functions of Go alone, not those of sprig"
          : Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" } ?? "a path begins with a dot"
      } else if failure.detail.hasPrefix("bad character") {
        help = "a name with a dash needs `index`: `{{ index .AppCustomArgs \"my-key\" }}`"
      } else if failure.detail.hasPrefix("unclosed action") {
        help = "close it with `}}`"
      }
      context.report(
        site.isForgiven
          ? "this is no template, so that it is used as it stands: \(failure.detail)"
          : "this is no template: \(failure.detail)",
        at: site.text.span(of: failure.range), severity: site.isForgiven ? .warning : .error, help: help)
    }
  }
}
