import Diagnostics
import IR

/// A secret is printed.
enum PrintedSecret: ScriptRule {
  static let info = RuleInfo(
    "printed-secret", .info, group: .secrets, persona: .pedantic, "A command prints a secret.",
    why: """
      Logs hide the values of secrets, line by line and as they are. What is cut into pieces while it is written, or is \
      shorter than two characters, shows. Where nobody prints a secret, nothing depends on that.
      """,
    exceptions: "The output goes to a program, in a way that the rule does not see.",
    flagged: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        environment:
          TOKEN: {from_secret: token}
        commands:
        - echo "deploying with $TOKEN"
      #                        ^^^^^^ printed-secret: `echo` prints the secret `TOKEN`
        - printenv
      #   ^^^^^^^^ printed-secret: `printenv` prints all variables, the secret `TOKEN` among them
      """
    ],
    accepted: [
      """
      kind: pipeline
      type: docker
      name: default
      steps:
      - name: deploy
        image: alpine:3.20
        environment:
          TOKEN: {from_secret: token}
        commands:
        - echo "$TOKEN" | docker login --username robot --password-stdin registry.acme.io
      """
    ])

  static func check(_ script: StepScript, in context: inout RuleContext) {
    for command in script.commands {
      for printing in SecretPrinting.all(in: command.value, secrets: script.secrets) where printing.encoder == nil {
        if let variable = printing.variable {
          context.report(
            "`\(printing.program)` prints the secret `\(variable)`", at: command.span(of: printing.range),
            help: "do not print it")
        } else if let first = script.secrets.min() {
          context.report(
            "`\(printing.program)` prints all variables, the secret `\(first)` among them",
            at: command.span(of: printing.range), help: "print those that you want to see")
        }
      }
    }
  }
}
