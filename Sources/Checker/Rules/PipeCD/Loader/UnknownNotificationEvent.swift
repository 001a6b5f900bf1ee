import Diagnostics

/// Describes what the loader says as `unknown-notification-event`.
enum UnknownNotificationEvent: Rule {
  static let info = RuleInfo(
    "unknown-notification-event", .error, "A mention names an event that there is not.",
    why: """
      Events are written without `EVENT_`, in capitals, and `*` stands for all of them. piped refuses the file.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        notification:
          mentions:
          - event: EVENT_DEPLOYMENT_PLANNED
                 # ^^^^^^^^^^^^^^^^^^^^^^^^ unknown-notification-event: there is no event `EVENT_DEPLOYMENT_PLANNED`
            slackUsers: [U1]
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
          - event: DEPLOYMENT_PLANNED
            slackUsers: [U1]
      """
    ])
}
