import Diagnostics
import Expressions
import IR

/// Flags `${NAME}` in settings where `NAME` is a variable of `environment`.
enum EnvironmentSubstitution: StepRule {
  static let info = RuleInfo(
    "environment-substitution", .warning, "`${NAME}` in the image or a setting names a variable of `environment`.",
    why: """
      Drone replaces `${…}` before it reads the YAML, so that no `environment` of the file can be meant: `${NAME}` \
      becomes empty, although the variable stands right beside it.
      """,
    exceptions: "The build is started with a parameter of the same name.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        environment:
          REGISTRY: registry.example.com
        settings:
          repo: ${REGISTRY}/app
      #         ^^^^^^^^^^^ environment-substitution: `${REGISTRY}` becomes empty: `environment` is not read for it
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: publish
        image: plugins/docker
        settings:
          repo: registry.example.com/${DRONE_REPO_NAME}
      """
    ],
    yields: ["shell-substitution"])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let index = context.substitution, !step.environment.isEmpty || !pipeline.environment.isEmpty else { return }
    var places = step.settings.map(\.span)
    if let image = step.image { places.append(image.span) }
    for place in places {
      for expansion in index.expansions(in: context.wholeLines(of: place)) {
        guard !DroneVariables.isSubstitutable(expansion.name), !context.isComment(expansion.range.lowerBound) else {
          continue
        }
        guard let variable = (step.environment + pipeline.environment).first(where: { $0.name.value == expansion.name })
        else { continue }
        let written = context.source.text(of: expansion.range)
        context.report(
          "`\(written)` becomes \(expansion.operation.isDefault ? "its default" : "empty"): `environment` is not read for it",
          at: Span(context.source.id, expansion.range), related: [.init(variable.name.span, "this variable")],
          help: "write the value itself")
      }
    }
  }
}
