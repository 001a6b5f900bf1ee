import Diagnostics

/// Describes what the loader says as `unknown-step-type`.
enum UnknownStepType: Rule {
  static let info = RuleInfo(
    "unknown-step-type", .error, "There is no step of this type.",
    why: """
      The published schema knows the types of steps, and rejects others. They are written as shown, with capital letters.
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
                        type: run
      #                       ^^^ unknown-step-type: there is no step of type `run`
                        spec: {command: make test}
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
