import Diagnostics

/// Describes what the loader says as `truncated-command`.
enum TruncatedCommand: Rule {
  static let info = RuleInfo(
    "truncated-command", .warning, "A command ends at ` #` inside a quote, where YAML begins a comment.",
    why: """
      In a text without quotes, `#` behind a space begins a comment; the shell sees a quote that never ends.
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
        - echo "issue #12 is done"
      #               ^^^^^^^^^^^^ truncated-command: YAML takes this for a comment: the command ends before it, inside a quote
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
        - echo "issue#12 is done"
      """
    ])
}
