import Diagnostics
import Expressions
import IR

/// A template names something that its data does not have.
enum UnknownTemplatePath: PipeCDRule {
  static let info = RuleInfo(
    "unknown-template-path", .error, "A template names something that its data does not have.",
    why: """
      Rendering fails, and the stage with it. Names are compared letter by letter. The documentation writes \
      `.VariantArgs` and `.Args` where `.VariantCustomArgs` and `.AppCustomArgs` are meant, and `.App.Env` is \
      gone in v1.
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
                query: up{pod="{{ .VariantArgs.pod }}"}
                                 # ^^^^^^^^^^^ unknown-template-path: the query has no `.VariantArgs`
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
        guard case .unknownField(let name, let owner, let known) = finding.kind else { continue }
        let path = owner == "string" ? "a text has no field `\(name)`" : "\(title(owner)) has no `.\(name)`"
        context.report(
          path, at: site.text.span(of: finding.range),
          help: suggestion(name, known)
            ?? (known.isEmpty ? nil : "there are \(known.map { "`.\($0)`" }.joined(separator: ", "))"))
      }
    }
  }

  private static func title(_ owner: String) -> String { owner.hasPrefix("the ") ? owner : "`.\(owner)`" }

  private static func suggestion(_ name: String, _ known: [String]) -> String? {
    let mistaken = [
      "VariantArgs": "VariantCustomArgs", "VariantCustom": "VariantCustomArgs", "Args": "AppCustomArgs",
      "AppArgs": "AppCustomArgs",
    ]
    let meant = mistaken[name] ?? known.first { $0.lowercased() == name.lowercased() }
    guard let found = meant ?? Suggestion.nearest(to: name, among: known), known.contains(found) else { return nil }
    return "did you mean `.\(found)`?"
  }
}
