import Diagnostics

/// Describes what the loader says as `unknown-key`.
enum UnknownKey: Rule {
  static let info = RuleInfo(
    "unknown-key", .warning, "A key is not known and has no effect.",
    why: """
      Drone and Harness ignore every key that they do not know, without a word: the pipeline is green, and what the \
      key was to do is not done. The schema that Harness publishes accepts any key, too. \
      PipeCD v0 refuses such keys, and ignores them inside of stages and in its own configuration; v1 ignores them \
      everywhere.
      """,
    exceptions: "The key is read by an extension of the server, or holds an anchor that other places use.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: alpine
        comands: [make]
      # ^^^^^^^ unknown-key: a step has no key `comands`; it is ignored
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
                          envVariable: {CI: "true"}
      #                   ^^^^^^^^^^^ unknown-key: the `spec` of a step of type `Run` has no key `envVariable`; it is ignored
      """,
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
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
                        spec: {command: make test}
      """,
    ])
}
