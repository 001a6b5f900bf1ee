import Diagnostics
import IR

/// A credential stands in the file.
enum LeakedCredential: ProgramRule, HarnessRule, PipeCDRule {
  static let info = RuleInfo(
    "leaked-credential", .warning, group: .security, "A text has the form of a credential.",
    why: """
      Tokens, keys and passwords in a file are known to everybody who can read the repository, or a copy of it, and stay in \
      its history when the line is gone. Logs do not mask them. What is found here is not shown in the output either.
      """,
    exceptions: "It is an example, or was revoked long ago.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: notify
        image: alpine
        commands:
        - ./notify https://robot:k3fTz8Qwx1@ci.acme.io/hook
      #                          ^^^^^^^^^^ leaked-credential: this is a password in an address
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: notify
        image: alpine
        environment:
          HOOK:
            from_secret: hook
        commands:
        - ./notify "$HOOK"
      """
    ],
    yields: ["plain-credential"])

  static func check(_ program: Program, in context: inout RuleContext) { check(in: &context) }

  static func check(
    _ document: HarnessDocument, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    // The text is that of all documents; one time is enough.
    guard context.isFirstDocument else { return }
    check(in: &context)
  }

  static func check(_ document: PipeCDDocument, in context: inout RuleContext) {
    guard context.isFirstDocument else { return }
    check(in: &context)
  }

  private static func check(in context: inout RuleContext) {
    let help =
      switch context.dialect {
      case .drone: "put it into a secret, and write `from_secret`; it is known now, so change it"
      case .harness: "put it into a secret, and write `<+secrets.getValue(\"NAME\")>`; it is known now, so change it"
      case .pipecd: "put it into `encryption.encryptedSecrets`; it is known now, so change it"
      }
    for credential in Credential.all(in: context.source.bytes) {
      context.report(
        "this is \(credential.kind)", at: Span(context.source.id, credential.range), help: help, isConfidential: true)
    }
  }
}
