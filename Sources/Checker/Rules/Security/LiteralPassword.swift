import Diagnostics
import IR

/// A value stands in the file whose name says that it is a credential.
enum LiteralPassword: PipelineRule, StepRule, HarnessNodeRule {
  static let info = RuleInfo(
    "literal-password", .warning, group: .security, persona: .pedantic,
    "A variable or setting that is called a credential has its value in the file.",
    why: """
      Everybody who can read the repository, or a copy of it, has the value, and it stays in the history when the line is \
      gone. Logs do not mask it either.
      """,
    exceptions: "The value opens nothing, such as the password of a database that lives as long as the build.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        environment:
          DEPLOY_TOKEN: 7Hq2-mountain
      #                 ^^^^^^^^^^^^^ literal-password: `DEPLOY_TOKEN` is a credential by its name and stands in the file
        commands: [./deploy]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        environment:
          DEPLOY_TOKEN:
            from_secret: deploy_token
        commands: [./deploy]
      """
    ],
    yields: ["plain-credential", "leaked-credential"])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for variable in pipeline.environment { check(variable, in: &context) }
  }

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for variable in step.environment { check(variable, in: &context) }
    for setting in step.settings {
      guard case .data(let data) = setting.value, case .string(let text) = data.value else { continue }
      check(setting.name.value, text, in: &context)
    }
  }

  private static func check(_ variable: Variable, in context: inout RuleContext) {
    guard case .text(let text) = variable.value else { return }
    check(variable.name.value, text, in: &context)
  }

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for variable in node.declaredVariables where variable.type?.value != "Secret" {
      guard let name = variable.name?.value, let text = variable.value?.text else { continue }
      check(name, text, in: &context)
    }
    guard let action = node.step?.action else { return }
    for entry in action.container?.environment?.entries ?? [] {
      if let text = entry.value.text { check(entry.name.value, text, in: &context) }
    }
    guard case .plugin(let plugin) = action else { return }
    for entry in plugin.settings?.entries ?? [] {
      if let text = entry.value.text { check(entry.name.value, text, in: &context) }
    }
  }

  private static func check(_ name: String, _ text: Text, in context: inout RuleContext) {
    guard isCredential(name), !PluginUse.isOpen(text.value), isValue(text.value), text.span.source == context.source.id,
      !context.hasExpansion(in: text.span)
    else { return }
    context.report(
      "`\(name)` is a credential by its name and stands in the file", at: text.span,
      help: "put the value into a secret; it is known now, so change it", isConfidential: true)
  }

  private static let endings = [
    "password", "passwd", "passphrase", "token", "secret", "apikey", "api_key", "access_key", "secret_key",
    "private_key",
    "credentials", "auth_key",
  ]

  private static func isCredential(_ name: String) -> Bool {
    let folded = name.lowercased()
    return endings.contains { folded.hasSuffix($0) }
  }

  /// Whether a text can be a credential: no name of a file or of a switch, no address, and nothing that says it is none.
  private static func isValue(_ text: String) -> Bool {
    if text.hasPrefix("/") || text.hasPrefix("./") || text.contains("://") || text.contains(" ") { return false }
    return !PlaceholderText.matches(text.lowercased())
  }
}
