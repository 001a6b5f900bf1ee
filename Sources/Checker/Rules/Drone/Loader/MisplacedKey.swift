import Diagnostics

/// Describes what the loader says as `misplaced-key`.
enum MisplacedKey: Rule {
  static let info = RuleInfo(
    "misplaced-key", .warning, "A key stands at a level where it has no effect.",
    why: """
      Keys count only where they belong: in Drone, `trigger` in a pipeline, `when` in a step, `branch` and `event` within \
      those, parameters of a plugin within `settings`; in Harness, `timeout` and `when` beside a step's `spec`, what the \
      step does within it.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: [make]
        trigger:
      # ^^^^^^^ misplaced-key: `trigger` does nothing in a step: it belongs to a pipeline
          branch: [main]
      """,
      """
      kind: pipeline
      type: docker
      name: default
      when:
      #^^^ misplaced-key: `when` does nothing in a pipeline: it belongs to a step
        event: [push]
      steps:
      - name: build
        image: alpine
        commands: [make]
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
                        spec:
                          command: make test
                          timeout: 10m
      #                   ^^^^^^^ misplaced-key: `timeout` does nothing in the `spec` of a step of type `Run`: it belongs to a step
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      trigger:
        event: [push]
      steps:
      - name: build
        image: alpine
        commands: [make]
        when:
          branch: [main]
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
                        spec: {command: make test}
      """,
    ])
}
