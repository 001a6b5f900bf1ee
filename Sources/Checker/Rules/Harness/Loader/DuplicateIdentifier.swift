import Diagnostics

/// Describes what the loader says as `duplicate-identifier`.
enum DuplicateIdentifier: Rule {
  static let info = RuleInfo(
    "duplicate-identifier", .error, "Two items of one list have the same identifier or name.",
    why: """
      Harness gives every value of a pipeline a path made of identifiers, and refuses a file in which two values would \
      have the same one. `parallel` adds nothing to the path: its members must differ from what stands beside it, too. \
      Steps of different stages or groups may have one identifier. Items without an identifier, such as variables, are \
      told apart by their name or key.
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
                    - step: {identifier: test, name: unit, type: Run, spec: {command: make test}}
                    - parallel:
                        - step: {identifier: test, name: lint, type: Run, spec: {command: make lint}}
      #                                      ^^^^ duplicate-identifier: another step of this list has the identifier `test`
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
                    - step: {identifier: test, name: unit, type: Run, spec: {command: make test}}
                    - stepGroup:
                        identifier: checks
                        name: checks
                        steps:
                          - step: {identifier: test, name: lint, type: Run, spec: {command: make lint}}
      """
    ])
}
