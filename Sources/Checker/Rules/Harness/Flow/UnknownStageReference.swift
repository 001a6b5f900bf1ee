import Diagnostics
import IR

/// A stage is named that does not exist.
enum UnknownStageReference: HarnessNodeRule {
  static let info = RuleInfo(
    "unknown-stage-reference", .error, "A stage is named that does not exist.",
    why: """
      The infrastructure of another stage, and what notifications listen for, are named by the identifiers of stages. \
      Harness refuses a pipeline that uses the infrastructure of no stage; a notification for no stage never comes.
      """,
    flagged: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        notificationRules:
          - name: tell
            enabled: true
            pipelineEvents: [{type: StageFailed, forStages: [deplyo]}]
        #                                                    ^^^^^^ unknown-stage-reference: the pipeline has no stage `deplyo`
            notificationMethod: {type: Slack, spec: {webhookUrl: https://example.com}}
        """)
    ],
    accepted: [
      .stages(
        """
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: wait, name: wait, type: Wait, spec: {duration: 10m}}
        """,
        """
        notificationRules:
          - name: tell
            enabled: true
            pipelineEvents: [{type: StageFailed, forStages: [deploy]}]
            notificationMethod: {type: Slack, spec: {webhookUrl: https://example.com}}
        """)
    ])

  static func check(_ node: HarnessNodeRecord, _ environment: HarnessEnvironment, in context: inout RuleContext) {
    guard !environment.nodes[0].isOpen else { return }
    let names = environment.nodes[0].children.map { environment.nodes[$0].name }
    if let reference = node.stage?.ci?.infrastructureFromStage { check(reference, names, .error, &context) }
    for rule in node.pipeline?.notificationRules ?? [] {
      for event in rule.events {
        for stage in event.stages where stage.value != "AllStages" { check(stage, names, .warning, &context) }
      }
    }
  }

  private static func check(
    _ name: Text, _ names: [String], _ severity: Diagnostic.Severity, _ context: inout RuleContext
  ) {
    guard !names.contains(name.value), !name.value.contains("<+") else { return }
    let nearest = context.nearest(to: name.value, among: names)
    context.report(
      "the pipeline has no stage `\(name.value)`", at: name.span, severity: severity,
      help: nearest.map { "did you mean `\($0)`?" },
      fixes: nearest.map { [context.replacing(name.span, with: $0, "write `\($0)`", safety: .unsafe)] } ?? [])
  }
}
