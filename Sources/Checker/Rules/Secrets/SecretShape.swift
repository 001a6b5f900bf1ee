import Diagnostics
import IR

/// Flags references to secrets that are not recognised as such.
enum SecretShape: StepRule {
  static let info = RuleInfo(
    "secret-shape", .warning, group: .secrets, "A reference to a secret has a shape that Drone does not recognise.",
    why: """
      A secret is taken from `{from_secret: name}` as the whole value of a setting or of a variable of a step. With \
      another key the variable is empty; inside a list or a map, or as a text, the plugin gets the words `from_secret` \
      instead of the secret.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        environment:
          TOKEN:
            secret: deploy_token
      #     ^^^^^^ secret-shape: `secret` is no reference to a secret, so `TOKEN` is empty
        commands: [make deploy]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: acme/webhook
        settings:
          headers:
            token:
              from_secret: hook
      #       ^^^^^^^^^^^ secret-shape: a secret inside a list or map is not resolved; the plugin gets the text
          password:
            from_secret: [hook_password]
      #     ^^^^^^^^^^^ secret-shape: the name of a secret is a text; the plugin gets all of this as it stands
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine
        environment:
          TOKEN:
            from_secret: deploy_token
        commands: [make deploy]
      - name: publish
        image: acme/webhook
        settings:
          token_value:
            from_secret: hook
      """
    ])

  private static let lookalikes: Set<String> = [
    "secret", "secrets", "from_secrets", "fromsecret", "from-secret", "form_secret", "from_secert", "from_secre",
    "from_secret_name", "secretkeyref", "secret_name", "from secret",
  ]

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for variable in step.environment {
      check(variable, in: &context)
    }
    for setting in step.settings {
      // A level too much is what is wrong then, and is told.
      guard case .data(let data) = setting.value, setting.name.value != "settings" || data.entries == nil else {
        continue
      }
      check(data, of: setting.name.value, isNested: false, in: &context)
    }
    for command in step.commands { checkText(command, in: &context) }
  }

  private static func check(_ variable: Variable, in context: inout RuleContext) {
    switch variable.value {
    case .secret: return
    case .text(let text):
      checkText(text, in: &context)
      guard text.value.isEmpty else { return }
    case .unset: break
    }
    guard let key = variable.unknownKeys.first else { return }
    if lookalikes.contains(key.value.lowercased()) {
      context.report(
        "`\(key.value)` is no reference to a secret, so `\(variable.name.value)` is empty", at: key.span,
        help: "write `from_secret`",
        fixes: [context.replacing(key.span, with: "from_secret", "write `from_secret`", safety: .unsafe)])
    } else {
      context.report(
        "`\(key.value)` means nothing here, so `\(variable.name.value)` is empty", at: key.span,
        help: "write the value itself, or `from_secret: name`")
    }
  }

  private static func check(_ data: Data, of name: String, isNested: Bool, in context: inout RuleContext) {
    switch data.value {
    case .map(let entries):
      for entry in entries {
        guard case .string(let key) = entry.key.value else { continue }
        if isNested, key.value == "from_secret", entry.value.isScalar {
          context.report(
            "a secret inside a list or map is not resolved; the plugin gets the text", at: key.span,
            help: "make the secret hold the whole value of `\(name)`")
        } else if !isNested, key.value == "from_secret", entry.value.isScalar {
          context.report(
            "`from_secret` names no secret; the plugin gets the text", at: key.span,
            help: "write the name of the secret")
        } else if !isNested, key.value == "from_secret" {
          context.report(
            "the name of a secret is a text; the plugin gets all of this as it stands", at: key.span,
            help: "write `from_secret: name`")
        } else if entries.count == 1, !isNested, entry.value.isScalar, lookalikes.contains(key.value.lowercased()) {
          context.report(
            "`\(key.value)` is no reference to a secret; the plugin gets the text", at: key.span,
            help: "write `from_secret`",
            fixes: [context.replacing(key.span, with: "from_secret", "write `from_secret`", safety: .unsafe)])
        }
        check(entry.value, of: name, isNested: true, in: &context)
      }
    case .list(let items):
      for item in items { check(item, of: name, isNested: true, in: &context) }
    case .string(let text): checkText(text, in: &context)
    default: return
    }
  }

  /// `- "from_secret: name"`, a text that was meant as a map.
  private static func checkText(_ text: Text, in context: inout RuleContext) {
    let start = "from_secret".utf8
    guard text.value.utf8.starts(with: start), text.value.utf8.count > start.count else { return }
    let next = text.value.utf8[text.value.utf8.index(text.value.utf8.startIndex, offsetBy: start.count)]
    guard [UInt8(ascii: ":"), UInt8(ascii: " "), UInt8(ascii: "=")].contains(next) else { return }
    context.report(
      "this is a text, not a reference to a secret", at: text.span,
      help: "write `{from_secret: name}` as the value of a setting or variable")
  }
}
