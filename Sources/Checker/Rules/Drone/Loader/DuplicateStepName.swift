import Diagnostics

/// Describes what the loader says as `duplicate-step-name`.
enum DuplicateStepName: Rule {
  static let info = RuleInfo(
    "duplicate-step-name", .error, "Two steps or services have the same name.",
    why: """
      Names are how steps are told apart; the runner refuses two equal ones, among services and steps together. \
      The step that clones the repository is called `clone`, unless it is disabled.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
      - name: build
      #       ^^^^^ duplicate-step-name: two steps are named `build`
        image: alpine
        commands: [make]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: clone
      #       ^^^^^ duplicate-step-name: `clone` is the name of the step that clones the repository
        image: alpine
        commands: [make]
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      clone:
        disable: true
      steps:
      - name: clone
        image: alpine/git
        commands: [git clone .]
      """
    ])
}
