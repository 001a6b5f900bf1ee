import Diagnostics

/// Describes what the loader says as `lost-tag`.
enum LostTag: Rule {
  static let info = RuleInfo(
    "lost-tag", .warning, "A text begins with `!` or `&`, which YAML takes for a tag or an anchor.",
    why: """
      `- !main` is an empty text with the tag `!main`, `- ! grep x` the command `grep x`, and `- &x` an empty \
      text with an anchor. Quotes keep them.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - ! grep TODO main.go
      #   ^ lost-tag: `!` is a tag to YAML and is thrown away; what is left is `grep TODO main.go`
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - "! grep TODO main.go"
      """
    ])
}
