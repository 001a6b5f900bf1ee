import Diagnostics

/// Describes what the loader says as `missing-key`.
enum MissingKey: Rule {
  static let info = RuleInfo(
    "missing-key", .error, "A key is missing that its mapping needs.",
    why: """
      The published schema or the server rejects the file. A condition, for example, needs `stageStatus` in a step and \
      `pipelineStatus` in a stage.
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
                        when:
      #                 ^^^^ missing-key: `when` needs `stageStatus`
                          condition: <+codebase.branch> == "main"
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
                        identifier: image
                        name: image
                        type: Plugin
                        spec:
      #                 ^^^^ missing-key: the `spec` of a step of type `Plugin` needs `image` or `uses`
                          settings: {repo: octocat/app}
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
    ])
}
