import Diagnostics
import IR

/// Points out `localhost` in commands of pipelines with services.
enum LocalhostService: StepRule {
  static let info = RuleInfo(
    "localhost-service", .info, persona: .pedantic, "A command uses `localhost` in a pipeline with services.",
    why: """
      Each step and service is a container of its own. A service is reached by its name, not as `localhost`.
      """,
    exceptions: "The step itself starts what listens there; kubernetes pipelines share one `localhost`.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      services:
      - name: database
        image: postgres:16
      steps:
      - name: test
        image: alpine
        commands:
        - psql -h localhost
      #           ^^^^^^^^^ localhost-service: `localhost` is this step itself, not a service
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      services:
      - name: database
        image: postgres:16
      steps:
      - name: test
        image: alpine
        commands:
        - psql -h database
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard let service = pipeline.services.first, step.role == .step, pipeline.drone?.runner == .docker else { return }
    for command in step.commands {
      for word in ["localhost", "127.0.0.1"] {
        guard let range = command.value.firstRange(of: word) else { continue }
        context.report(
          "`\(word)` is this step itself, not a service", at: command.span(of: range),
          help: "write the name of the service, such as `\(service.name?.value ?? "database")`")
        break
      }
    }
  }
}
