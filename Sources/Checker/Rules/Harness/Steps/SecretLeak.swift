import Diagnostics

/// A secret is printed in another form.
enum SecretLeak: HarnessTextRule {
  static let info = RuleInfo(
    "secret-leak", .warning, group: .security, "A secret is printed in another form.",
    why: """
      Harness hides the values of secrets in logs. It does not know what they look like encoded or cut, so those are \
      shown to everybody who may read the log.
      """,
    flagged: [
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
        """)
    ],
    accepted: [
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
        """)
    ])

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
    guard let last = commands.last else { return nil }
    let words = last.split(separator: " ").map { String($0) }
    guard let name = words.first, ["base64", "rev", "xxd", "od", "hexdump", "tr", "cut"].contains(name) else {
      return nil
    }
    return words.contains { $0 == "-d" || $0 == "--decode" || $0 == "-D" } ? nil : name
  }
}
