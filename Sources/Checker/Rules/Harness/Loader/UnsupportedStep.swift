import Diagnostics

/// Describes what the loader says as `unsupported-step`.
enum UnsupportedStep: Rule {
  static let info = RuleInfo(
    "unsupported-step", .error, "A stage cannot have a step of this type.",
    why: """
      Each type of stage allows some types of steps, and the published schema rejects the others: a stage of type `CI` runs \
      containers and cannot ask for an approval.
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
                        type: ShellScript
      #                       ^^^^^^^^^^^ unsupported-step: a stage of type `CI` cannot have a step of type `ShellScript`
                        spec:
                          shell: Bash
                          source: {type: Inline, spec: {script: make test}}
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
