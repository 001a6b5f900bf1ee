import Diagnostics

/// Describes what is said as `fixed-field` when templates are written out and input sets are put in.
enum FixedField: Rule {
  static let info = RuleInfo(
    "fixed-field", .warning, "A value is given for a field that is no runtime input.",
    why: """
      An input set fills only fields that are `<+input>` in the pipeline; whatever else it has is ignored. The \
      `templateInputs` of a link may name only fields that are `<+input>` in the template; Harness refuses others, \
      which is an error here. It is looked for where the pipeline or template lies beside the file.
      """,
    flagged: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: build
              name: build
              type: CI
              spec:
                cloneCodebase: false
                runtime: {type: Cloud, spec: {}}
                execution:
                  steps:
                    - step:
                        identifier: greet
                        name: greet
                        template:
                          templateRef: greeting
                          versionLabel: v1
                          templateInputs:
                            type: Run
                            spec:
                              image: alpine
                              command: echo bye
      #                                ^^^^^^^^ fixed-field: the template does not ask for `pipeline.stages.build.spec.execution.steps.greet.spec.command`, so that this is refused
      # file: templates/greeting.yaml
      template:
        identifier: greeting
        name: greeting
        type: Step
        versionLabel: v1
        spec:
          type: Run
          spec: {image: <+input>, command: echo hello}
      """
    ],
    accepted: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: build
              name: build
              type: CI
              spec:
                cloneCodebase: false
                runtime: {type: Cloud, spec: {}}
                execution:
                  steps:
                    - step:
                        identifier: greet
                        name: greet
                        template:
                          templateRef: greeting
                          versionLabel: v1
                          templateInputs: {type: Run, spec: {image: alpine}}
      # file: templates/greeting.yaml
      template:
        identifier: greeting
        name: greeting
        type: Step
        versionLabel: v1
        spec:
          type: Run
          spec: {image: <+input>, command: echo hello}
      """
    ])
}
