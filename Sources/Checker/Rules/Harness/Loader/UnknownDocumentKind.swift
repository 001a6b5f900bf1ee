import Diagnostics

/// Describes what the loader says as `unknown-document-kind`.
enum UnknownDocumentKind: Rule {
  static let info = RuleInfo(
    "unknown-document-kind", .error, "The root of a Harness file does not say what the file is.",
    why: """
      A Harness file is a mapping with one root key, which names its kind: `pipeline`, `inputSet`, `template`, `trigger` \
      and so on. A file with another key at its root, or with two, is refused.
      """,
    flagged: [
      """
      pipeline:
        identifier: app
        name: app
        stages:
          - stage:
              identifier: hello
              name: hello
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: 10s}}
      variables: []
      #^^^^^^^^ unknown-document-kind: a Harness file has one root key, and `variables` stands beside `pipeline`
      """
    ],
    accepted: [
      """
      pipeline:
        identifier: app
        name: app
        variables: []
        stages:
          - stage:
              identifier: hello
              name: hello
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: pause, name: pause, type: Wait, spec: {duration: 10s}}
      """
    ])
}
