import Diagnostics
import IR

/// Flags pipelines without steps.
enum EmptyPipeline: PipelineRule {
  static let info = RuleInfo(
    "empty-pipeline", .warning, "A pipeline has no steps, so that it does nothing and succeeds.",
    why: """
      Drone accepts a pipeline without steps: it clones the repository and is green. Mostly `steps` is misspelt or \
      indented wrongly, or the dash of an item is not followed by a space (`-name:`).
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      #     ^^^^^^^ empty-pipeline: this pipeline has no steps
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
      """
    ],
    yields: ["type-mismatch", "unknown-key", "empty-step", "legacy-format"])

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard pipeline.steps.isEmpty, pipeline.services.isEmpty, let drone = pipeline.drone, drone.runner != nil else {
      return
    }
    guard drone.kind?.value == "pipeline", !isDeliberate(pipeline, in: context) else { return }
    let place = pipeline.keys[.steps] ?? pipeline.name?.span ?? drone.kind?.span ?? pipeline.span
    context.report("this pipeline has no steps", at: place, help: "write `steps:` and below it `- name: …`")
  }

  /// `steps: []` says that nothing is to be done; such a pipeline gathers others.
  private static func isDeliberate(_ pipeline: Pipeline, in context: RuleContext) -> Bool {
    guard let key = pipeline.keys[.steps] else { return false }
    return context.source.text(of: context.wholeLines(of: key)).contains("[]")
  }
}
