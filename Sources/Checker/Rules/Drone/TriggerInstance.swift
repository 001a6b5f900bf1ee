import Diagnostics
import IR

/// Flags `instance` in a trigger.
enum TriggerInstance: ClauseRule {
  static let info = RuleInfo(
    "trigger-instance", .warning, "`instance` in a `trigger` has no effect.",
    why: """
      The server never compares its own address with a pipeline's trigger; only the `when` of a step looks at it. The \
      pipeline runs on every server.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        instance: [drone.example.com]
      # ^^^^^^^^ trigger-instance: `instance` has no effect in a trigger
      steps:
      - name: build
        image: alpine
        commands: [make]
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
        commands: [make]
        when:
          instance: [drone.example.com]
      """
    ])

  static func check(_ clause: Condition.Clause, of place: ConditionPlace, in context: inout RuleContext) {
    guard clause.subject == .instance, place == .trigger else { return }
    context.report(
      "`instance` has no effect in a trigger", at: clause.keySpan, help: "put it into the `when` of each step")
  }
}
