import Diagnostics

/// Describes what the loader says as `unsupported-platform`.
enum UnsupportedPlatform: Rule {
  static let info = RuleInfo(
    "unsupported-platform", .error, "A docker pipeline names a system or processor that the server refuses.",
    why: """
      For docker pipelines, `os` is linux or windows, and `arch` is amd64, arm64, arm, ppc64le or s390x.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      platform:
        os: linux
        arch: x86_64
      #       ^^^^^^ unsupported-platform: docker pipelines do not run on `arch: x86_64`
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      platform:
        os: linux
        arch: amd64
      steps:
      - name: build
        image: alpine
        commands: [make]
      """
    ])
}
