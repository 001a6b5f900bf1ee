import Diagnostics
import IR

/// Flags credentials that stand in the file.
enum PlainCredential: StepRule {
  static let info = RuleInfo(
    "plain-credential", .warning, group: .security, "A setting that holds a credential has its value in the file.",
    why: """
      Everybody who can read the repository, or a copy of it, has the credential, and it stays in the history when the line \
      is gone. Logs do not mask it either.
      """,
    exceptions: "The value opens nothing: a placeholder, or a login for a service that lives as long as the build.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          username: robot
          password: correct-horse-battery
      #             ^^^^^^^^^^^^^^^^^^^^^ plain-credential: `password` is a credential and stands in the file
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          username: robot
          password:
            from_secret: registry_password
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let use = context.pluginUse(of: step) else { return }
    check(use, in: &context)
  }

  static func check(_ use: PluginUse, in context: inout RuleContext) {
    for given in use.settings {
      guard let setting = use.plugin.setting(named: given.name.value), setting.isSecret,
        case .string(let text)? = given.value?.value, !text.value.isEmpty, !PluginUse.isOpen(text.value)
      else { continue }
      context.report(
        "`\(given.name.value)` is a credential and stands in the file", at: given.span,
        help:
          "put the value into a secret and write `\(given.name.value): \(use.secretExample)`; it is known now, so change it"
      )
    }
  }
}
