import Diagnostics
import Expressions
import IR

/// Flags `${DRONE_…}` that Drone does not know.
enum UnknownVariable: StepRule {
  static let info = RuleInfo(
    "unknown-variable", .warning, "`${DRONE_…}` names a variable that Drone does not know when it replaces it.",
    why: """
      An unknown name is replaced by nothing, without a message. Some variables exist only in the environment of a step \
      (`DRONE_STEP_NAME`, `DRONE_WORKSPACE`), too late for `${…}`.
      """,
    exceptions: "The administrator of the runner has defined a variable of this name.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: acme/app
          tags: ${DRONE_COMIT_SHA}
      #         ^^^^^^^^^^^^^^^^^^ unknown-variable: Drone knows no `DRONE_COMIT_SHA`, so this becomes empty
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - cp ${DRONE_WORKSPACE}/app /out
      #      ^^^^^^^^^^^^^^^^^^ unknown-variable: `DRONE_WORKSPACE` is set too late for `${…}`, so this becomes empty
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
        - cp $DRONE_WORKSPACE/app /out/${DRONE_COMMIT_SHA}
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution else { return }
    for expansion in index.expansions(in: context.wholeLines(of: step.span)) where expansion.name.hasPrefix("DRONE_") {
      let name = expansion.name
      if DroneVariables.isSubstitutable(name) || context.isComment(expansion.range.lowerBound) { continue }
      let span = Span(context.source.id, expansion.range)
      if DroneVariables.isStepOnly(name) {
        context.report(
          "`\(name)` is set too late for `${…}`, so this becomes empty", at: span,
          help: step.commands.isEmpty ? "Drone cannot put it in here" : "write `$\(name)` in a command")
      } else {
        let nearest = DroneVariables.suggestion(for: name)
        let isRetired = DroneVariables.isRetired(name)
        context.report(
          "Drone\(isRetired ? " 1.x and later know" : " knows") no `\(name)`, so this becomes empty", at: span,
          help: isRetired
            ? "Drone 0.8 had it" + (nearest.map { "; later ones have `\($0)`" } ?? ", and nothing took its place")
            : nearest.map { "did you mean `\($0)`?" },
          fixes: nearest.map {
            [
              context.replacing(
                Span(context.source.id, expansion.nameRange), with: $0, "write `\($0)`", safety: .unsafe)
            ]
          } ?? [])
      }
    }
  }
}
