import Diagnostics

/// Describes what the loader says as `invalid-signature`.
enum InvalidSignature: Rule {
  static let info = RuleInfo(
    "invalid-signature", .warning, "A `kind: signature` document has no `hmac`.",
    why: """
      Without it the signature is missing, and a protected repository waits for approval.
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
      ---
      kind: signature
      #     ^^^^^^^^^ invalid-signature: the signature has no `hmac`
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
      ---
      kind: signature
      hmac: 89af6fa7c6983e86ef43dbe13d6abd5dc2209154157a7f85e1a628488d2eec71
      """
    ])
}
