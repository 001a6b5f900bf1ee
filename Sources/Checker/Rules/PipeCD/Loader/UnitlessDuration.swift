import Diagnostics

/// Describes what the loader says as `unitless-duration`.
enum UnitlessDuration: Rule {
  static let info = RuleInfo(
    "unitless-duration", .warning, "A duration without a unit counts nanoseconds.",
    why: """
      A bare number is accepted and means nanoseconds: `timeout: 60` ends a deployment before it begins.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 60
               # ^^ unitless-duration: `timeout` has no unit, so 60 are nanoseconds
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        timeout: 60m
      """
    ])
}
