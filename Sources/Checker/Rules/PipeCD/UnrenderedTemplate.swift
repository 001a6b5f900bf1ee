import Diagnostics
import IR

/// A template stands in a text that is not rendered.
enum UnrenderedTemplate: PipeCDRule {
  static let info = RuleInfo(
    "unrendered-template", .warning, "A template stands in a text that is not rendered.",
    why: """
      Secrets and attached files are put into the files under `decryptionTargets` and `targets`. The \
      configuration of the application is read as it is: `{{ … }}` stays in it.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        encryption:
          encryptedSecrets:
            password: AQAyZm9vYmFyYmF6
          decryptionTargets: [secret.yaml]
        name: shop
        pipeline:
          stages:
          - name: SCRIPT_RUN
            with:
              run: login {{ .encryptedSecrets.password }}
                          # ^^^^^^^^^^^^^^^^^ unrendered-template: this text is not rendered, so that `.encryptedSecrets` stays in it
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        encryption:
          encryptedSecrets:
            password: AQAyZm9vYmFyYmF6
          decryptionTargets: [secret.txt]
        name: shop
        pipeline:
          stages:
          - name: SCRIPT_RUN
            with:
              run: login "$(cat secret.txt)"
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard document.application != nil, let written = document.written else { return }
    var open = [written]
    while let data = open.popLast() {
      switch data.value {
      case .list(let items): open += items
      case .map(let entries): open += entries.map(\.value)
      case .string(let text):
        for field in [".encryptedSecrets", ".attachment"] {
          guard text.value.contains("{{"), let range = text.value.firstRange(of: field) else { continue }
          context.report(
            "this text is not rendered, so that `\(field)` stays in it", at: text.span(of: range),
            help: "put it into a file of its own, and name that as a target")
          break
        }
      default: break
      }
    }
  }
}
