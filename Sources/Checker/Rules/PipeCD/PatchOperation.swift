import Diagnostics
import IR

/// A patch of manifests uses an operation that is not implemented.
enum PatchOperation: PipeCDRule {
  static let info = RuleInfo(
    "patch-operation", .error, "A patch of manifests uses an operation that is not implemented.",
    why: """
      Only `yaml-replace` is; with another one, which the documentation lists, the stage fails.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        pipeline:
          stages:
          - name: K8S_CANARY_ROLLOUT
            with:
              patches:
              - target: {kind: ConfigMap, name: web}
                ops:
                - op: json-replace
                    # ^^^^^^^^^^^^ patch-operation: `json-replace` is not implemented
                  path: $.data.level
                  value: debug
          - name: K8S_CANARY_CLEAN
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
          - name: K8S_CANARY_ROLLOUT
            with:
              patches:
              - target: {kind: ConfigMap, name: web}
                ops:
                - op: yaml-replace
                  path: $.data.level
                  value: debug
          - name: K8S_CANARY_CLEAN
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    for place in document.stagePlaces {
      guard case .kubernetesCanary(let options) = place.stage.options else { continue }
      for operation in options.patches.value.flatMap(\.value.operations.value) {
        let name = operation.value.operation
        guard name.value != "yaml-replace", let span = name.place else { continue }
        context.report("`\(name.value)` is not implemented", at: span, help: "write `yaml-replace`")
      }
    }
  }
}
