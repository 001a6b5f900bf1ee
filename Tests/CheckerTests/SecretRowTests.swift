import Checker
import Diagnostics
import Parser
import Testing

/// Secrets that a file names and that are not among the known ones: what is said, and with what help.
@Suite struct SecretRows {
  struct Row: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var text: String
    var known: Set<String>?
    var expected: [String]

    init(_ description: String, _ text: String, known: Set<String>?, _ expected: String...) {
      testDescription = description
      self.text = text
      self.known = known
      self.expected = expected
    }
  }

  private static func drone(_ step: String, more: String = "", comment: String = "") -> String {
    "kind: pipeline\ntype: docker\nname: default\nsteps:\n\(comment)- {name: a, image: acme/plugin, \(step)}\n\(more)"
  }

  private static func harness(_ step: String, variables: String = "[]") -> String {
    """
    pipeline:
      identifier: p
      name: p
      variables: \(variables)
      stages:
        - stage:
            identifier: s
            name: s
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: h, name: h, type: Http, timeout: 10s, spec: {url: '\(step)', method: GET}}

    """
  }

  private static let declared = "---\nkind: secret\nname: token\nget: {path: a, name: b}\n"

  static let rows: [Row] = [
    Row("nothing is known", drone("settings: {t: {from_secret: token}}"), known: nil),
    Row(
      "a setting", drone("settings: {t: {from_secret: tokn}}"), known: ["token", "other"],
      "warning no secret is named `tokn`, so that its value is empty; did you mean `token`?"),
    Row(
      "a variable", drone("environment: {T: {from_secret: x}}"), known: [],
      "warning no secret is named `x`, so that its value is empty; add the secret, or its name to the file of `--secrets`"
    ),
    Row("upper and lower case are the same to Drone", drone("settings: {t: {from_secret: TOKEN}}"), known: ["token"]),
    Row("a document declares it", drone("settings: {t: {from_secret: token}}", more: declared), known: []),
    Row("nested, it is no secret", drone("settings: {t: [{from_secret: token}]}"), known: [], "secret-shape"),
    Row(
      "a machine",
      "kind: pipeline\ntype: ssh\nname: a\nserver: {host: h, user: u, password: {from_secret: pasword}}\nsteps:\n- {name: a, commands: [x]}\n",
      known: ["password"], "warning no secret is named `pasword`, so that its value is empty; did you mean `password`?"),
    Row("Harness: nothing is known", harness("<+secrets.getValue(\"token\")>"), known: nil),
    Row("Harness: it is there", harness("<+secrets.getValue(\"token\")>"), known: ["token"]),
    Row(
      "Harness: scopes", harness("<+secrets.getValue(\"account.a\")><+secrets.getValue(\"org.b\")>"),
      known: ["account.a", "org.b"]),
    Row(
      "Harness: another scope has it", harness("<+secrets.getValue(\"org.token\")>"), known: ["token", "account.x"],
      "error no secret is named `org.token`, so that the step fails; add the secret, or its name to the file of `--secrets`"
    ),
    Row(
      "Harness: misspelt", harness("<+secrets.getValue(\"org.tokn\")>"), known: ["org.token"],
      "error no secret is named `org.tokn`, so that the step fails; did you mean `org.token`?"),
    Row(
      "Harness: capitals matter", harness("<+secrets.getValue(\"Token\")>"), known: ["token"],
      "error no secret is named `Token`, so that the step fails; did you mean `token`?"),
    Row("Harness: only a run can tell", harness("<+secrets.getValue(\"<+pipeline.name>_token\")>"), known: []),
    Row("Harness: only a run can tell, joined", harness("<+secrets.getValue(\"a.\" + <+pipeline.name>)>"), known: []),
    Row(
      "Harness: a Secret variable", harness("x", variables: "[{name: t, type: Secret, value: account.tok}]"),
      known: ["account.token"],
      "error no secret is named `account.tok`, so that the step fails; did you mean `account.token`?"),
    Row("Harness: a text variable", harness("x", variables: "[{name: t, type: String, value: tok}]"), known: []),
    Row("Harness: asked for", harness("x", variables: "[{name: t, type: Secret, value: <+input>}]"), known: []),
    Row(
      "an ignored finding",
      drone("settings: {t: {from_secret: x}}", comment: "# pipec: ignore[unknown-secret] later\n"),
      known: []),
    Row(
      "ignored where nothing is known",
      drone("settings: {t: {from_secret: x}}", comment: "# pipec: ignore[unknown-secret] later\n"), known: nil),
  ]

  @Test(arguments: rows) func row(_ row: Row) {
    let source = Source(name: "row.yml", text: row.text)
    var options = Checker.Options()
    options.secrets = row.known
    let found = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source, options: options)
    let words = found.map { finding in
      finding.rule == "unknown-secret"
        ? "\(finding.severity) \(finding.message)\(finding.help.map { "; " + $0 } ?? "")" : finding.rule.text
    }
    #expect(words == row.expected)
  }
}
