import Diagnostics
import IR

/// A secret is printed in another form.
enum SecretLeak: HarnessTextRule, ScriptRule {
  static let info = RuleInfo(
    "secret-leak", .warning, group: .security, "A secret is printed in another form.",
    why: """
      The values of secrets are hidden in logs. What they look like encoded or cut is not known there, so those are \
      shown to everybody who may read the log.
      """,
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: show
        image: alpine
        environment:
          TOKEN: {from_secret: token}
        commands:
        - echo "$TOKEN" | base64
      #         ^^^^^^ secret-leak: `base64` prints the secret `TOKEN` in a form that is not hidden
      """,
      .steps(
        """
        - step:
            identifier: show
            name: show
            type: Run
            spec:
              shell: Sh
              command: |
                echo <+secrets.getValue("token")> | base64
        #            ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ secret-leak: `base64` prints this secret in a form that is not hidden
        """),
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: show
        image: alpine
        environment:
          KEY: {from_secret: key}
        commands:
        - echo "$KEY" | base64 -d > key
      """,
      .steps(
        """
        - step:
            identifier: show
            name: show
            type: Run
            spec:
              shell: Sh
              command: |
                echo <+secrets.getValue("token")> | base64 -d > key
        """),
    ])

  static func check(_ script: StepScript, in context: inout RuleContext) {
    for command in script.commands {
      for printing in SecretPrinting.all(in: command.value, secrets: script.secrets) {
        guard let encoder = printing.encoder, let variable = printing.variable else { continue }
        context.report(
          "`\(encoder)` prints the secret `\(variable)` in a form that is not hidden",
          at: command.span(of: printing.range),
          help: "do not print it")
      }
    }
  }

  static func check(
    _ text: HarnessScannedText, _ environment: HarnessEnvironment, in context: inout RuleContext
  ) {
    guard text.field.isScript, text.field.use == .rendered else { return }
    let secrets = text.outermost.map { text.expressions[$0] }.filter { SecretInDoubleQuotes.isSecret($0, text) }
    guard !secrets.isEmpty else { return }
    for line in ShellText(text.bytes).lines {
      guard let secret = secrets.first(where: { line.contains($0.range.lowerBound) }) else { continue }
      let whole = text.whole(secret)
      let before = text.string(line.lowerBound..<whole.lowerBound)
      let behind = text.string(min(whole.upperBound, line.upperBound)..<line.upperBound)
      // What is caught or written elsewhere is not printed.
      if before.contains("$(") || before.contains("`") || behind.contains(">") { continue }
      let words = before.split(separator: " ")
      guard let first = words.first, first == "echo" || first == "printf", let encoder = encoder(in: behind) else {
        continue
      }
      context.report(
        "`\(encoder)` prints this secret in a form that is not hidden", at: text.span(whole), help: "do not print it")
    }
  }

  private static func encoder(in text: String) -> String? {
    let commands = text.split(separator: "|").dropFirst()
    return commands.last.flatMap { SecretPrinting.encoder($0.split(separator: " ").map { String($0) }) }
  }
}
