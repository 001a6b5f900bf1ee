import Diagnostics
import IR

/// Users of Slack are listed under the old key.
enum SlackName: PipeCDRule {
  static let info = RuleInfo(
    "slack-name", .info, persona: .pedantic, "Users of Slack are listed under the old key.",
    why: """
      `slack` is the old name of `slackUsers`; both are read.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        notification:
          mentions:
          - event: "*"
            slack: [U1]
          # ^^^^^ slack-name: `slack` is the old name of `slackUsers`
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        notification:
          mentions:
          - event: "*"
            slackUsers: [U1]
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for mention in document.application?.notification.value?.mentions.value ?? [] {
      guard let key = mention.value.slack.key else { continue }
      context.report("`slack` is the old name of `slackUsers`", at: key.span, help: "write `slackUsers`")
    }
  }
}
