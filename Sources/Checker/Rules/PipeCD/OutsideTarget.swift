import Diagnostics
import IR

/// A file to be rendered is not in the folder of the application, or is its configuration.
enum OutsideTarget: PipeCDRule {
  static let info = RuleInfo(
    "outside-target", .warning,
    "A file to be rendered is not in the folder of the application, or is its configuration.",
    why: """
      Targets are looked for in a copy of the folder of the application. A path that leads out of it finds \
      nothing, and the configuration itself is read before anything is rendered.
      """,
    flagged: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            password: AQAyZm9vYmFyYmF6
          decryptionTargets: [../secret.yaml]
                            # ^^^^^^^^^^^^^^ outside-target: targets are files of the application's own folder
      """
    ],
    accepted: [
      """
      apiVersion: pipecd.dev/v1beta1
      kind: KubernetesApp
      spec:
        name: shop
        encryption:
          encryptedSecrets:
            password: AQAyZm9vYmFyYmF6
          decryptionTargets: [secret.yaml]
      """
    ],
    yields: ["type-mismatch", "invalid-duration"])

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    let own = context.source.name.split(separator: "/").last.map(String.init) ?? ""
    let secrets = document.application?.encryption.value?.targets.value ?? []
    let attachments = document.application?.attachment.value?.targets.value ?? []
    for target in secrets + attachments {
      let path = target.value
      if path.hasPrefix("/") || path == ".." || path.hasPrefix("../") || path.contains("/../") {
        context.report(
          "targets are files of the application's own folder", at: target.place ?? document.head,
          help: "move the file into the folder, and write its path from there")
      } else if path == own || path == "app.pipecd.yaml" || path == "./app.pipecd.yaml" {
        context.report(
          "the configuration is read before it would be rendered", at: target.place ?? document.head,
          help: "put what needs the secret into another file")
      }
    }
  }
}
