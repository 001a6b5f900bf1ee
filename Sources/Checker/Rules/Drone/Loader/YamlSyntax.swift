import Diagnostics

/// Describes what the loader says as `yaml-syntax`.
enum YamlSyntax: Rule {
  static let info = RuleInfo(
    "yaml-syntax", .error, "The file is no valid YAML.",
    why: """
      Neither the server nor a runner gets any further, and the first such place hides all others from them. \
      Often a text needs quotes: one that begins with `*`, `@`, `%`, a backtick or `[`, or that contains `: `. \
      Tabs cannot indent.
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
        - @echo hello
      #   ^ yaml-syntax: no text without quotes can start with this character
      """,
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: [*.x]
      #          ^ yaml-syntax: `*` at the start of a text makes it an alias, and a name must follow
      steps:
      - name: build
        image: alpine
        commands: [make]
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        branch: ["*.x"]
      steps:
      - name: build
        image: alpine
        commands:
        - "@echo hello"
      """
    ])
}
