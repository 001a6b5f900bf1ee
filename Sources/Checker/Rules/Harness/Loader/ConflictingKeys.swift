import Diagnostics

/// Describes what the loader says as `conflicting-keys`.
enum ConflictingKeys: Rule {
  static let info = RuleInfo(
    "conflicting-keys", .error, "Two keys exclude each other.",
    why: """
      The published schema takes exactly one of some keys, such as `steps` or `template` of a step group, and rejects a mapping \
      that has both. Where Harness accepts both, one of them does nothing.
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
                        strategy:
                          parallelism: 2
                          repeat: {times: 2}
      #                   ^^^^^^ conflicting-keys: `strategy` can have only one of `repeat` or `parallelism`
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
