import Diagnostics
import IR

/// A stage that may be skipped makes the first deployment crash.
enum SkipCrash: PipeCDRule {
  static let info = RuleInfo(
    "skip-crash", .info, persona: .pedantic, "A stage that may be skipped makes the first deployment crash.",
    why: """
      piped v1 compares the commit with the one that is deployed, and crashes where there is none.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT
            skipOn:
          # ^^^^^^ skip-crash: the first deployment of the application crashes over `skipOn`
              paths: ["**/*.md"]
            with:
              duration: 1m
          - name: K8S_SYNC
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Application
      spec:
        plugins: {kubernetes: {}}
        name: shop
        pipeline:
          stages:
          - name: WAIT
            with:
              duration: 1m
          - name: K8S_SYNC
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.generation == .v1 else { return }
    for place in document.stagePlaces {
      let skip = place.stage.head.skipOn
      guard !skip.paths.value.isEmpty || !skip.prefixes.value.isEmpty, let key = skip.key else { continue }
      context.report(
        "the first deployment of the application crashes over `skipOn`", at: key.span,
        help: "add it after the first deployment")
    }
  }
}
