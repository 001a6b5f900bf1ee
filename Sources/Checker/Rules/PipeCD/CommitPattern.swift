import Diagnostics
import IR

/// A regular expression for commit messages cannot be read.
enum CommitPattern: PipeCDRule {
  static let info = RuleInfo(
    "commit-pattern", .error, "A regular expression for commit messages cannot be read.",
    why: """
      piped v0 fails when it plans a deployment; v1 ignores the expression without a word.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        commitMatcher:
          pipeline: "release("
                  # ^^^^^^^^^^ commit-pattern: this regular expression has a `(` that is never closed
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        commitMatcher:
          pipeline: "^release"
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard let matcher = document.application?.commitMatcher.value else { return }
    for option in [matcher.pipeline, matcher.quickSync] {
      guard let why = RegularExpression.fault(in: option.value), let span = option.place else { continue }
      context.report(
        "this regular expression \(why)", at: span,
        help: "the syntax is that of RE2: no look-ahead, no back-references")
    }
  }
}
