import Diagnostics

/// Describes what the loader says as `type-mismatch`.
enum TypeMismatch: Rule {
  static let info = RuleInfo(
    "type-mismatch", .error, "A value has a shape that its key does not take.",
    why: """
      The decoders of Drone's server and of its runners, and the schema of Harness, refuse a text where a list is wanted, a map where a text is \
      wanted, a quoted number where a number is wanted. A command that contains `: ` is a map, unless it is \
      quoted. For PipeCD, which knows truth values as YAML 1.1 does, also `n`, `yes` and `off` are no texts.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands: make
      #           ^^^^ type-mismatch: `commands` must be a list, not a text
      """,
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        commands:
        - echo note: done
      #   ^^^^^^^^^ type-mismatch: an item of `commands` must be a text, not a mapping
      """,
      """
      kind: pipeline
      type: docker
      name: default
      clone:
        depth: "50"
      #        ^^^^ type-mismatch: `depth` must be a whole number, not a text
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
                          command: [make, test]
      #                   ^^^^^^^ type-mismatch: `command` must be a text, not a list
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      clone:
        depth: 50
      steps:
      - name: build
        image: alpine
        commands:
        - "echo note: done"
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
