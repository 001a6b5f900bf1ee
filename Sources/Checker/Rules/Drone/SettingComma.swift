import Diagnostics
import IR

/// Flags list items with commas, which a plugin cannot tell from two items.
enum SettingComma: StepRule {
  static let info = RuleInfo(
    "setting-comma", .warning, group: .plugins, "An item of a list contains a comma, and the plugin sees two items.",
    why: """
      A list of scalars reaches the plugin as one text, joined with commas and without any quoting. `["a,b", c]` arrives \
      as `a,b,c`; a plugin that splits at commas gets three items.
      """,
    exceptions: "The plugin does not split this setting at commas, or the item is meant as several.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: appleboy/drone-ssh
        settings:
          host: example.com
          key: {from_secret: ssh_key}
          script:
          - cd /srv
          - cp {a,b} backup
      #     ^^^^^^^^^^^^^^^ setting-comma: the comma in this item cannot be told from the one between items
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: appleboy/drone-ssh
        settings:
          host: example.com
          key: {from_secret: ssh_key}
          script:
          - cd /srv
          - cp a b backup
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    for setting in step.settings {
      guard case .data(let data) = setting.value, case .list(let items) = data.value, items.count > 1 else { continue }
      guard items.allSatisfy({ $0.isScalar }) else { continue }
      for item in items {
        guard case .string(let text) = item.value, text.value.utf8.contains(UInt8(ascii: ",")) else { continue }
        context.report(
          "the comma in this item cannot be told from the one between items", at: item.span,
          help: "avoid the comma, or see in the plugin's documentation how it splits `\(setting.name.value)`")
      }
    }
  }
}
