import Diagnostics

/// Describes comments that are meant to ignore something and do not.
enum MalformedIgnore: Rule {
  static let info = RuleInfo(
    "malformed-ignore", .warning, group: .comments,
    "A comment is meant to ignore findings and names no rule that exists.",
    why: """
      pipec ignores what is named and nothing else, so that a comment never hides more than it says. A comment without \
      the name of a rule, or with a misspelt one, hides nothing.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make] # pipec: ignore
      #                  ^^^^^^^^^^^^^^^ malformed-ignore: the comment names no rule, so it ignores nothing
      """,
      """
      kind: pipeline # pipec: ignore[unknwn-key]
      #                              ^^^^^^^^^^ malformed-ignore: no rule is named `unknwn-key`
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
    ],
    accepted: [
      """
      # pipec: ignore-file[unknown-key] made for a server with extensions
      kind: pipeline
      type: docker
      name: default
      owner: core
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
