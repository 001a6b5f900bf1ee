import Diagnostics

/// Describes what the loader says as `invalid-size`.
enum InvalidSize: Rule {
  static let info = RuleInfo(
    "invalid-size", .error, "A size cannot be read.",
    why: """
      A size is a number, with `k`, `m`, `g`, `t` or `p` and perhaps `i` and `b` behind it: `512m`, `1.5GiB`.
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
        mem_limit: 1x
      #            ^^ invalid-size: `mem_limit` is not a size: `1x`
      """
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
        mem_limit: 1g
      """
    ])
}
