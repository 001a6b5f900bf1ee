import Diagnostics
import Expressions
import IR

/// A template uses an argument that nobody gives.
enum MissingTemplateArgument: PipeCDRule {
  static let info = RuleInfo(
    "missing-template-argument", .warning, "A template uses an argument that nobody gives.",
    why: """
      A missing argument becomes the text `<no value>`, and the query asks for something that does not exist. \
      Thresholds are rendered with `primaryArgs`; comparisons with the arguments of both variants.
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
                query: up{pod="{{ .VariantCustomArgs.pod }}"}
                                                   # ^^^ missing-template-argument: no argument `pod` is given here, so that `<no value>` is written
                interval: 1m
                failureLimit: 1
                expected: {max: 1}
      """
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
                query: up{pod="{{ .VariantCustomArgs.pod }}"}
                interval: 1m
                failureLimit: 1
                expected: {max: 1}
                primaryArgs: {pod: shop}
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for site in TemplateSite.all(in: document) {
      guard case .success(let syntax) = GoTemplate.parse(site.text.value) else { continue }
      for finding in syntax.findings(for: site.data) {
        guard case .missingKey(let name, let known) = finding.kind else { continue }
        context.report(
          "no argument `\(name)` is given here, so that `<no value>` is written", at: site.text.span(of: finding.range),
          help: Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
            ?? "add it to the arguments of the check")
      }
    }
  }
}
