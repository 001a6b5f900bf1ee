import Diagnostics

/// Describes what the loader says as `piped-setting`.
enum PipedSetting: Rule {
  static let info = RuleInfo(
    "piped-setting", .error, "A setting that piped needs is missing, or two exclude each other.",
    why: """
      piped checks its own configuration when it starts, and ends where a check fails.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
          # ^^^^^ piped-setting: projectID must be set
      spec:
        pipedID: id
        pipedKeyFile: /etc/piped/key
        apiAddress: pipecd.example.com:443
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: Piped
      spec:
        projectID: shop
        pipedID: id
        pipedKeyFile: /etc/piped/key
        apiAddress: pipecd.example.com:443
      """
    ])
}
