import Diagnostics

/// Describes what is said as `unknown-template` when templates are written out.
enum UnknownTemplate: Rule {
  static let info = RuleInfo(
    "unknown-template", .error, "A link names a version that the template does not have.",
    why: """
      A template keeps its versions side by side, and Harness refuses a link to one that is not there. Only templates \
      that lie beside the file are looked at: one of which no version is here is on the server.
      """,
    exceptions: "Where some versions of a template are here and others only on the server.",
    flagged: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: pause
              name: pause
              template: {templateRef: pause, versionLabel: v2}
      #                                                    ^^ unknown-template: the template `pause` has no version `v2` here
      # file: templates/pause.yaml
      template:
        identifier: pause
        name: pause
        type: Stage
        versionLabel: v1
        spec:
          type: Custom
          spec: {execution: {steps: [{step: {identifier: a, name: a, type: Wait, spec: {duration: 10s}}}]}}
      """
    ],
    accepted: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: pause
              name: pause
              template: {templateRef: pause, versionLabel: v1}
          - stage:
              identifier: other
              name: other
              template: {templateRef: account.other, versionLabel: v7}
      # file: templates/pause.yaml
      template:
        identifier: pause
        name: pause
        type: Stage
        versionLabel: v1
        spec:
          type: Custom
          spec: {execution: {steps: [{step: {identifier: a, name: a, type: Wait, spec: {duration: 10s}}}]}}
      """
    ])
}
