import Diagnostics

/// Describes what the loader says as `access-type`.
enum AccessType: Rule {
  static let info = RuleInfo(
    "access-type", .error, "`accessType` is neither ELB nor SERVICE_DISCOVERY.",
    why: """
      piped v0 compares it letter by letter and refuses the file.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: ECSApp
      spec:
        name: shop
        input:
          accessType: elb
                    # ^^^ access-type: `accessType` is ELB or SERVICE_DISCOVERY, in capitals
          serviceDefinitionFile: service.yaml
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: ECSApp
      spec:
        name: shop
        input:
          accessType: ELB
          serviceDefinitionFile: service.yaml
      """
    ])
}
