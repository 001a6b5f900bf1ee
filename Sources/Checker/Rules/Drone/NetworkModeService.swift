import Diagnostics
import IR

/// Flags `network_mode` where it cuts a step off from the services.
enum NetworkModeService: StepRule {
  static let info = RuleInfo(
    "network-mode-service", .warning, "`network_mode` takes a step or service out of the pipeline's network.",
    why: """
      The steps of a pipeline share a network in which each is known by its name. `network_mode` replaces that network: a \
      step finds no service by its name any more, and a service is not found.
      """,
    exceptions: "All of them use the same `network_mode` and talk through ports of the host.",
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
        network_mode: bridge
      #               ^^^^^^ network-mode-service: with `network_mode`, this step cannot reach `database` by its name
      # ^^^^^^^^^^^^ trusted-only: …
        commands: [psql -h database]
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
        commands: [psql -h database]
      """
    ])

  static func check(_ step: Step, of pipeline: Pipeline, in context: inout RuleContext) {
    guard step.role == .step, let mode = step.container?.networkMode, !mode.value.isEmpty else { return }
    guard pipeline.drone?.runner == .docker else { return }
    // A service whose name is used nowhere in the step is not missed.
    for service in pipeline.services.prefix(50) where service.container?.networkMode?.value ?? "" == "" {
      guard let name = service.name?.value, name.utf8.count > 1, mentions(step, name) else { continue }
      context.report(
        "with `network_mode`, this step cannot reach `\(name)` by its name", at: mode.span,
        related: [.init(service.nameSpan, "the service")], help: "remove `network_mode`")
      return
    }
  }

  private static func mentions(_ step: Step, _ name: String) -> Bool {
    step.commands.contains { $0.value.contains(name) }
      || step.environment.contains { if case .text(let text) = $0.value { text.value.contains(name) } else { false } }
  }
}
