import Diagnostics

/// Describes values in configurations that mean nothing.
enum ConfigValue: Rule {
  static let info = RuleInfo(
    "config-value", .error, group: .configuration, "A key of the configuration has a value that it does not take.",
    why: """
      A value that means nothing would leave everything as it is. What each key takes is in the schema, which editors can \
      read.
      """,
    flagged: [
      """
      persona: pedant
      #        ^^^^^^ config-value: `pedant` is none of regular, pedantic, auditor
      preview: yes
      #        ^^^ config-value: `yes` is neither `true` nor `false`
      """,
      """
      overrides:
      - ignore: [pull-value]
      # ^^^^^^^^^^^^^^^^^^^^ config-value: an override needs `paths`
      """,
      """
      plugins:
      - image: registry.example.com/notify
        settings:
          token: string secert
      #                 ^^^^^^ config-value: `secert` says nothing about a setting
      """,
    ],
    accepted: [
      """
      persona: pedantic
      preview: true
      overrides:
      - paths: [legacy/**]
        ignore: [pull-value]
      plugins:
      - image: registry.example.com/notify
        settings:
          token: string secret
      """
    ])
}
