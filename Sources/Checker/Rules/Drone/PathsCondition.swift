import Diagnostics
import IR

/// Flags `paths` conditions, which the server and the runners ignore.
enum PathsCondition: ClauseRule {
  static let info = RuleInfo(
    "paths-condition", .warning,
    "`paths` conditions are ignored unless the server has a conversion extension for them.",
    why: """
      Drone itself never looks at which files changed. An extension that the administrator installs can; without it the \
      step or pipeline runs always, whatever its `paths` say.
      """,
    exceptions: "The server that runs the pipeline has such an extension.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: docs
        image: alpine
        commands: [make docs]
        when:
          paths: ["docs/**"]
      #   ^^^^^ paths-condition: `paths` has no effect without an extension of the server
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: docs
        image: alpine
        commands:
        - git diff --quiet HEAD~1 -- docs || make docs
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .paths else { return }
    context.report(
      "`paths` has no effect without an extension of the server", at: clause.keySpan,
      help: "ask the administrator whether a paths-changed extension is installed")
  }
}
