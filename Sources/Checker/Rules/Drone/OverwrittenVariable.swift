import Diagnostics
import IR

/// Flags variables that the runner overwrites.
enum OverwrittenVariable: PipelineRule {
  static let info = RuleInfo(
    "overwritten-variable", .warning, "A variable is set that the runner overwrites with its own value.",
    why: """
      What Drone itself says of the build is set again when a step starts, and wins over `environment`: \
      `DRONE_BRANCH: main` has no effect. At the pipeline's level, all of Drone's own variables win.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        environment:
          DRONE_BRANCH: main
      #   ^^^^^^^^^^^^ overwritten-variable: the runner sets `DRONE_BRANCH` itself, so this has no effect
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
        environment:
          BRANCH: main
        commands: [make]
      """
    ])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    for variable in pipeline.environment {
      report(variable, where: DroneVariables.overridesPipeline(variable.name.value), in: &context)
    }
    check(pipeline.services, in: &context)
    check(pipeline.steps, in: &context)
  }

  private static func check(_ steps: [Step], in context: inout RuleContext) {
    // By index: a step is big to copy.
    for index in steps.indices {
      for variable in steps[index].environment {
        report(variable, where: DroneVariables.overridesStep(variable.name.value), in: &context)
      }
    }
  }

  private static func report(_ variable: Variable, where isOverwritten: Bool, in context: inout RuleContext) {
    guard isOverwritten else { return }
    // A secret is set last of all and wins.
    if case .secret = variable.value { return }
    context.report(
      "the runner sets `\(variable.name.value)` itself, so this has no effect", at: variable.name.span,
      help: "use a name of your own")
  }
}
