import Diagnostics

/// Describes what is said as `rejected-input` when templates are written out and input sets are put in.
enum RejectedInput: Rule {
  static let info = RuleInfo(
    "rejected-input", .error, "A value is none of those that a runtime input takes.",
    why: """
      `<+input>.allowedValues(…)` and `.regex(…)` say what a value may be; Harness refuses to start a pipeline with any \
      other. It is looked for where the pipeline or template lies beside the file.
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
          variables:
            - {name: region, type: String, value: asia}
      #                                           ^^^^ rejected-input: `asia` is none of the values that `pipeline.variables.region.value` takes
      # file: pipeline.yaml
      pipeline:
        identifier: app
        name: app
        variables:
          - {name: region, type: String, value: "<+input>.allowedValues(eu, us)"}
        stages:
          - stage:
              identifier: wait
              name: wait
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: 10s}}
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
          variables:
            - {name: region, type: String, value: eu}
      # file: pipeline.yaml
      pipeline:
        identifier: app
        name: app
        variables:
          - {name: region, type: String, value: "<+input>.allowedValues(eu, us)"}
        stages:
          - stage:
              identifier: wait
              name: wait
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: 10s}}
      """
    ])
}
