import Diagnostics

/// Describes what the loader says as `merge-key-order`.
enum MergeKeyOrder: Rule {
  static let info = RuleInfo(
    "merge-key-order", .warning, "A key stands before a merge that overwrites it.",
    why: """
      Drone applies `<<` where it is written. A key above it is overwritten by the merged mapping, against the \
      YAML specification; a key below it wins.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang
        commands: [make]
        environment: &common
          MODE: fast
      - name: test
        image: golang
        commands: [make test]
        environment:
          MODE: slow
      #   ^^^^ merge-key-order: `MODE` is overwritten by the `<<` after it
          <<: *common
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: build
        image: golang
        commands: [make]
        environment: &common
          MODE: fast
      - name: test
        image: golang
        commands: [make test]
        environment:
          <<: *common
          MODE: slow
      """
    ])
}
