import Diagnostics
import IR

/// A pattern for paths is written as a regular expression.
enum RegexLikePath: PipeCDRule {
  static let info = RuleInfo(
    "regex-like-path", .warning, "A pattern for paths is written as a regular expression.",
    why: """
      The documentation of v0 speaks of regular expressions; piped reads patterns as `.dockerignore` does: `*` \
      within a folder, `**` across folders.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trigger:
          onCommit:
            paths: ["charts/.*\\\\.yaml$"]
                  # ^^^^^^^^^^^^^^^^^^^ regex-like-path: paths are patterns such as `k8s/**/*.yaml`, not regular expressions
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        trigger:
          onCommit:
            paths: ["charts/**/*.yaml"]
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let application = document.application else { return }
    var patterns = application.trigger.onCommit.paths.value + application.trigger.onCommit.ignores.value
    for place in document.stagePlaces {
      patterns += place.stage.head.skipOn.paths.value + (place.stage.options?.skipOn?.paths.value ?? [])
    }
    for pattern in patterns where isRegular(pattern.value) {
      context.report(
        "paths are patterns such as `k8s/**/*.yaml`, not regular expressions", at: pattern.place ?? document.head,
        help: "write `*` within a folder and `**` across folders")
    }
  }

  private static func isRegular(_ pattern: String) -> Bool {
    pattern.hasPrefix("^") || pattern.hasSuffix("$") || pattern.contains("\\.") || pattern.contains(".*/")
      || pattern.contains("/.*") && !pattern.contains("/.*/") && pattern.hasSuffix(".*") || pattern.contains("(")
      || pattern.contains("/.+")
  }
}
