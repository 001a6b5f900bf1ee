import Diagnostics

/// Describes what is said as `template-cycle` when templates are written out.
enum TemplateCycle: Rule {
  static let info = RuleInfo(
    "template-cycle", .error, "A template leads back to itself.",
    why: """
      The body of a template takes the place of the link to it. A template that links to itself, or to one that leads \
      back, would never be written out; Harness refuses it. It is looked for among the templates beside the file.
      """,
    flagged: [
      """
      template:
        identifier: outer
        name: outer
        orgIdentifier: default
        projectIdentifier: app
        type: StepGroup
        versionLabel: v1
        spec:
          steps:
            - stepGroup:
                identifier: inner
                name: inner
                template: {templateRef: inner, versionLabel: v1}
      #                                 ^^^^^ template-cycle: the template `outer` leads back to itself: outer → inner → outer
      # file: templates/inner.yaml
      template:
        identifier: inner
        name: inner
        type: StepGroup
        versionLabel: v1
        spec:
          steps:
            - stepGroup:
                identifier: again
                name: again
                template: {templateRef: outer, versionLabel: v1}
      """
    ],
    accepted: [
      """
      template:
        identifier: outer
        name: outer
        orgIdentifier: default
        projectIdentifier: app
        type: StepGroup
        versionLabel: v1
        spec:
          steps:
            - stepGroup:
                identifier: inner
                name: inner
                template: {templateRef: inner, versionLabel: v1}
      # file: templates/inner.yaml
      template:
        identifier: inner
        name: inner
        type: StepGroup
        versionLabel: v1
        spec:
          steps:
            - step: {identifier: pause, name: pause, type: Wait, spec: {duration: 10s}}
      """
    ])
}
