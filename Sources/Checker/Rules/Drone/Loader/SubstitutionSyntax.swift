import Diagnostics

/// Describes what the loader says as `substitution-syntax`.
enum SubstitutionSyntax: Rule {
  static let info = RuleInfo(
    "substitution-syntax", .error, "A `${…}` cannot be read, which fails every pipeline of the file.",
    why: """
      Before a runner reads the YAML it replaces `${…}` in the whole file, comments included. Its language has \
      no arrays, no `${name-word}`, no `${!name}` and no `${{ … }}`; one place that it cannot read fails \
      everything.
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
        - echo ${LIST[0]}
      #        ^^^^^^^ substitution-syntax: there are no arrays
      """,
      """
      kind: pipeline
      type: docker
      name: default
      # deploys ${{ version }}
      #         ^^^ substitution-syntax: a name of letters, digits and `_` must follow `${`
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
      steps:
      - name: build
        image: alpine
        commands:
        - echo $${LIST[0]}
      """
    ])
}
