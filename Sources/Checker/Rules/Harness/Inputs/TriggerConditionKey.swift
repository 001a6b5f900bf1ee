import Diagnostics
import IR

/// A condition of a trigger compares something that does not exist.
enum TriggerConditionKey: HarnessRule {
  static let info = RuleInfo(
    "trigger-condition-key", .warning, "A condition of a trigger compares something that does not exist.",
    why: """
      The key of a payload condition is `targetBranch`, `sourceBranch`, `changedFiles`, or an expression that reads \
      the payload. Any other gives nothing, and the trigger never starts the pipeline.
      """,
    flagged: [
      Example(
        """
        trigger:
          identifier: pushed
          name: pushed
          orgIdentifier: default
          projectIdentifier: web
          enabled: true
          pipelineIdentifier: shop
          source:
            type: Webhook
            spec:
              type: Github
              spec:
                type: Push
                spec:
                  connectorRef: github
                  autoAbortPreviousExecutions: false
                  payloadConditions:
                    - {key: targetBranches, operator: Equals, value: main}
        #                   ^^^^^^^^^^^^^^ trigger-condition-key: `targetBranches` is nothing that a trigger can compare
        """)
    ],
    accepted: [
      Example(
        """
        trigger:
          identifier: pushed
          name: pushed
          orgIdentifier: default
          projectIdentifier: web
          enabled: true
          pipelineIdentifier: shop
          source:
            type: Webhook
            spec:
              type: Github
              spec:
                type: Push
                spec:
                  connectorRef: github
                  autoAbortPreviousExecutions: false
                  payloadConditions:
                    - {key: targetBranch, operator: Equals, value: main}
        """),
      Example(
        """
        trigger:
          identifier: pushed
          name: pushed
          orgIdentifier: default
          projectIdentifier: web
          enabled: true
          pipelineIdentifier: shop
          source:
            type: Webhook
            spec:
              type: Github
              spec:
                type: Push
                spec:
                  connectorRef: github
                  autoAbortPreviousExecutions: false
                  payloadConditions:
                    - {key: <+trigger.payload.ref>, operator: Equals, value: main}
        """),
    ])

  static func check(
    _ document: HarnessDocument, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    guard case .trigger(let trigger) = document else { return }
    for condition in trigger.conditions where condition.place == .payload {
      guard let key = condition.key, !key.value.contains("<+"), !names.contains(key.value) else { continue }
      // Other names may be those of a system that the trigger listens to.
      guard let nearest = context.nearest(to: key.value, among: names) else { continue }
      context.report(
        "`\(key.value)` is nothing that a trigger can compare", at: key.span,
        help: "did you mean `\(nearest)`?",
        fixes: [context.replacing(key.span, with: nearest, "write `\(nearest)`", safety: .unsafe)])
    }
  }

  private static let names = ["targetBranch", "sourceBranch", "changedFiles"]
}
