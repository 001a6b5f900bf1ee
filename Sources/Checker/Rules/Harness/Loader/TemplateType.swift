import Diagnostics

/// Describes what is said as `template-type` when templates are written out.
enum TemplateType: Rule {
  static let info = RuleInfo(
    "template-type", .error, "A link leads to a template of another type than the node it stands in.",
    why: """
      A step can be made of a template of the type `Step`, a stage of one of the type `Stage`, and so on; Harness refuses \
      other links. It is looked for where the template lies beside the file.
      """,
    flagged: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: pause
              name: pause
              template: {templateRef: pause, versionLabel: v1}
      #                               ^^^^^ template-type: the template `pause` is of the type `Step`, and a `Stage` is used here
      # file: templates/pause.yaml
      template:
        identifier: pause
        name: pause
        type: Step
        versionLabel: v1
        spec: {type: Wait, spec: {duration: 10s}}
      """
    ],
    accepted: [
      """
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
                    - step: {identifier: pause, name: pause, template: {templateRef: pause, versionLabel: v1}}
      # file: templates/pause.yaml
      template:
        identifier: pause
        name: pause
        type: Step
        versionLabel: v1
        spec: {type: Wait, spec: {duration: 10s}}
      """
    ])
}
