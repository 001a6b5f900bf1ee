import Diagnostics
import IR

/// A secret hides another one.
enum ShadowedSecret: ProgramRule, StepRule {
  static let info = RuleInfo(
    "shadowed-secret", .warning, group: .secrets, "Of two secrets for one name, one is never used.",
    why: """
      Of several documents of `kind: secret` with one name the runner takes the first that has what it looks for. And where \
      a variable `PLUGIN_PASSWORD` and a setting `password` are both secrets, both become the same variable.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: acme/publish
        settings:
          password: {from_secret: hub}
      ---
      kind: secret
      name: hub
      get: {path: secret/data/hub, name: password}
      ---
      kind: secret
      name: hub
      #     ^^^ shadowed-secret: the secret `hub` is declared above, and this document is never looked at
      get: {path: secret/data/docker, name: password}
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: acme/publish
        settings:
          password: {from_secret: hub}
      ---
      kind: secret
      name: hub
      get: {path: secret/data/hub, name: password}
      """
    ])

  static func check(_ program: Program, in context: inout RuleContext) {
    var seen: [String: Text] = [:]
    for case .secret(let declaration) in program.documents {
      guard let name = declaration.name else { continue }
      // What is in the file is found before what has to be fetched; two lists, then.
      let list: String
      switch declaration.origin {
      case .encrypted: list = "data"
      case .external: list = "get"
      case .missing: continue
      }
      if let first = seen[list + " " + name.value] {
        context.report(
          "the secret `\(name.value)` is declared above, and this document is never looked at", at: name.span,
          related: [.init(first.span, "declared here")], help: "remove one of the two")
      } else {
        seen[list + " " + name.value] = name
      }
    }
  }

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for variable in step.environment {
      guard variable.name.value.hasPrefix("PLUGIN_"), case .secret(let reference) = variable.value else { continue }
      for setting in step.settings {
        guard case .secret(let other) = setting.value,
          other.name.value.lowercased() != reference.name.value.lowercased(),
          "PLUGIN_" + setting.name.value.uppercased() == variable.name.value
        else { continue }
        context.report(
          "the setting `\(setting.name.value)` and this variable are two secrets for one name", at: variable.name.span,
          related: [.init(setting.name.span, "the setting")], help: "remove one of the two")
      }
    }
  }
}
