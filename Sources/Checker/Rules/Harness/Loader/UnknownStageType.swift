import Diagnostics

/// Describes what the loader says as `unknown-stage-type`.
enum UnknownStageType: Rule {
  static let info = RuleInfo(
    "unknown-stage-type", .error, "There is no stage of this type.",
    why: """
      The published schema knows the types of stages, and rejects others. They are written as shown, with capital letters.
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
              type: Build
      #             ^^^^^ unknown-stage-type: there is no stage of type `Build`
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
