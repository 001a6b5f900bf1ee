import Diagnostics

/// Describes what the loader says as `unknown-value`.
enum UnknownValue: Rule {
  static let info = RuleInfo(
    "unknown-value", .error, "A key takes one of a few words, and this is none of them.",
    why: """
      The published schema rejects the file. Words are written as shown, with capital letters.
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
                        identifier: test
                        name: test
                        type: Run
                        spec:
                          command: make test
                          reports: {type: junit, spec: {paths: [report.xml]}}
      #                                   ^^^^^ unknown-value: `type` cannot be `junit`
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
                        identifier: test
                        name: test
                        type: Run
                        spec: {command: make test}
      """
    ])
}
