import Diagnostics
import Expressions
import IR

/// Flags `${NAME}` in settings where `NAME` is a variable of `environment`.
enum EnvironmentSubstitution: PipelineRule {
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

  static func check(_ pipeline: Pipeline, in context: inout RuleContext) {
    guard context.substitution != nil else { return }
    let shared = names(pipeline.environment)
    for step in pipeline.services { check(step, shared: shared, in: &context) }
    for step in pipeline.steps { check(step, shared: shared, in: &context) }
  }

  private static func check(_ step: Step, shared: [String: Span], in context: inout RuleContext) {
    guard let index = context.substitution, !step.environment.isEmpty || !shared.isEmpty else { return }
    var places = step.settings.map(\.span)
    if let image = step.image { places.append(image.span) }
    let own = names(step.environment)
    let secrets = Set(step.environment.filter { if case .secret = $0.value { true } else { false } }.map(\.name.value))
    for place in places {
      for expansion in index.expansions(in: context.wholeLines(of: place)) {
        guard let variable = own[expansion.name] ?? shared[expansion.name] else { continue }
        if DroneVariables.isSubstitutable(expansion.name) || context.isComment(expansion.range.lowerBound) { continue }
        let written = context.source.excerpt(of: expansion.range)
        let result = expansion.operation.isDefault ? "its default" : "empty"
        context.report(
          "`\(written)` becomes \(result): `environment` is not read for it",
          at: Span(context.source.id, expansion.range), related: [.init(variable, "this variable")],
          help: secrets.contains(expansion.name)
            ? "write `from_secret: …` below the setting, as `environment` has it" : "write the value itself")
      }
    }
  }

  private static func names(_ variables: [Variable]) -> [String: Span] {
    Dictionary(variables.map { ($0.name.value, $0.name.span) }, uniquingKeysWith: { first, _ in first })
  }
}
