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
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: install
        image: owncloudci/core
        settings:
          version: daily-master-qa
          db_host: database
          db_password: owncloud
      services:
      - name: database
        image: mariadb:10.2
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: tell
        image: plugins/slack
        settings:
          webhook: https://hooks.slack.com/services/...
      """,
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let use = context.pluginUse(of: step), !isLocal(use, in: pipeline) else { return }
    check(use, in: &context)
  }

  static func check(_ use: PluginUse, in context: inout RuleContext) {
    for given in use.settings {
      guard let setting = use.plugin.setting(named: given.name.value), setting.isSecret,
        case .string(let text)? = given.value?.value, !PluginUse.isOpen(text.value), !isPlaceholder(text.value)
      else { continue }
      context.report(
        "`\(given.name.value)` is a credential and stands in the file", at: given.span,
        help:
          "put the value into a secret and write `\(given.name.value): \(use.secretExample)`; it is known now, so change it"
      )
    }
  }

  /// Whether nobody can take a text for a credential: it is left out (`https://…/...`), or says what belongs there (`<token>`).
  private static func isPlaceholder(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return true }
    return text.hasSuffix("...") || text.hasSuffix("…") || bytes.allSatisfy { $0 == first }
      || (first == UInt8(ascii: "<") && last == UInt8(ascii: ">"))
  }

  /// Whether the plugin logs in to a service of the pipeline itself, or to a file: such a login opens nothing when the build is over.
  private static func isLocal(_ use: PluginUse, in pipeline: Pipeline) -> Bool {
    use.settings.contains { setting in
      guard setting.name.value.hasSuffix("host"), case .string(let host)? = setting.value?.value else { return false }
      return ["localhost", "127.0.0.1", "sqlite"].contains(host.value)
        || pipeline.services.contains { $0.name?.value == host.value }
        || pipeline.steps.contains { $0.isDetached?.value == true && $0.name?.value == host.value }
    }
  }
}
