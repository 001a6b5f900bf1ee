import Diagnostics

/// Describes what the loader says as `malformed-value`.
enum MalformedValue: Rule {
  static let info = RuleInfo(
    "malformed-value", .error, "A text does not have the form that its key takes.",
    why: """
      Identifiers, names, times, amounts of memory and other texts have a form, which the published schema or the server checks. An \
      identifier is part of every path to what its owner gives: only letters, digits and `_` may stand in it.
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
                        identifier: run-tests
      #                             ^^^^^^^^^ malformed-value: `identifier` must be letters, digits and `_`, at most 128, not starting with a digit
                        name: test
                        type: Run
                        spec: {command: make test}
      """,
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
                        timeout: 10 minutes
      #                          ^^^^^^^^^^ malformed-value: `timeout` must be a time such as `30s`, `10m` or `1h 30m`
                        spec: {command: make test}
      """,
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
    ],
    yields: ["loop-count", "secret-variable-value"])
}
