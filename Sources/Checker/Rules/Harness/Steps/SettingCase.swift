import Diagnostics
import IR

/// Two settings differ only by their case.
enum SettingCase: HarnessNodeRule {
  static let info = RuleInfo(
    "setting-case", .warning, group: .plugins, "Two settings differ only by their case.",
    why: """
      The name of a setting becomes an environment variable in capitals, so one of the two is lost.
      """,
    flagged: [
      .steps(
        """
        - step:
            identifier: send
            name: send
            type: Plugin
            spec:
              image: acme/send
              connectorRef: hub
              settings: {Repo: a, repo: b}
        #                         ^^^^ setting-case: `repo` and `Repo` become the same variable
        """)
    ],
    accepted: [
      .steps(
        """
        - step:
            identifier: send
            name: send
            type: Plugin
            spec:
              image: acme/send
              connectorRef: hub
              settings: {repo: b}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard let settings = SettingEntries.of(node) else { return }
    var first: [String: HarnessEntry] = [:]
    for setting in settings {
      let name = setting.name.value.uppercased()
      if let other = first[name], other.name.value != setting.name.value {
        context.report(
          "`\(setting.name.value)` and `\(other.name.value)` become the same variable", at: setting.name.span,
          related: [Diagnostic.Label(other.name.span, "the other one")], help: "leave one of them out")
      } else {
        first[name] = setting
      }
    }
  }
}
