import Diagnostics

/// Describes what is said as `input-mismatch` when templates are written out and input sets are put in.
enum InputMismatch: Rule {
  static let info = RuleInfo(
    "input-mismatch", .warning,
    "An input set or `templateInputs` names another type or identifier than the pipeline has.",
    why: """
      Types and identifiers in an input set only say which node a value is for. Where they differ from the pipeline's, \
      the value is for a node that is not there, and Harness ignores it. In `templateInputs` it is an error. It is \
      looked for where the pipeline or template lies beside the file.
      """,
    flagged: [
      """
      inputSet:
        identifier: nightly
        name: nightly
        orgIdentifier: default
        projectIdentifier: app
        pipeline:
          identifier: app
          stages:
            - stage:
                identifier: wait
                type: Approval
      #               ^^^^^^^^ input-mismatch: `pipeline.stages.wait.type` is `Custom` in the pipeline, and `Approval` here, so that this is ignored
                spec: {execution: {steps: [{step: {identifier: pause, type: Wait, spec: {duration: 10s}}}]}}
      # file: pipeline.yaml
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: wait
              name: wait
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: <+input>}}
      """
    ],
    accepted: [
      """
      inputSet:
        identifier: nightly
        name: nightly
        orgIdentifier: default
        projectIdentifier: app
        pipeline:
          identifier: app
          stages:
            - stage:
                identifier: wait
                type: Custom
                spec: {execution: {steps: [{step: {identifier: pause, type: Wait, spec: {duration: 10s}}}]}}
      # file: pipeline.yaml
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: wait
              name: wait
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: <+input>}}
      """
    ])
}
