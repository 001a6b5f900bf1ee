import Diagnostics

/// Describes comments that ignore what is not there.
enum UnusedIgnore: Rule {
  static let info = RuleInfo(
    "unused-ignore", .warning, group: .comments, "A comment ignores a rule that has nothing to say there.",
    why: """
      What the comment was for has been mended, or has moved. Left behind, it would hide the next mistake of \
      its kind.
      """,
    exceptions: "The file is made by a program that puts the comment everywhere; ignore this rule for the file then.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make] # pipec: ignore[unknown-key] the key was wrong once
      #                                  ^^^^^^^^^^^ unused-ignore: `unknown-key` has nothing to say here, so there is nothing to ignore
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      # pipec: ignore[unknown-key] our server's extension reads `team`
      - name: build
        image: alpine
        commands: [make]
        team: core
      """
    ])
}
