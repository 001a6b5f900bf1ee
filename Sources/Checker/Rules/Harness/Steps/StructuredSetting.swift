import Diagnostics
import IR

/// A setting is a list of mappings.
enum StructuredSetting: HarnessNodeRule {
  static let info = RuleInfo(
    "structured-setting", .info, group: .plugins, persona: .pedantic, "A setting is a list of mappings.",
    why: """
      A list of plain values is handed over with commas between them. A list that holds mappings is handed over as \
      JSON text, which the plugin must expect.
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
              settings: {targets: [{host: a}, {host: b}]}
        #                ^^^^^^^ structured-setting: `targets` is handed over as JSON text
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
              settings: {targets: [a, b]}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    for setting in SettingEntries.of(node) ?? [] {
      guard let items = setting.value.items, items.contains(where: { $0.entries != nil }) else { continue }
      context.report("`\(setting.name.value)` is handed over as JSON text", at: setting.name.span)
    }
  }
}
