import Checker
import Diagnostics
import Parser
import Testing

/// Which texts are credentials, by the forms that their issuers document, and what is shown of them.
@Suite struct CredentialRows {
  /// A text, put together so that nobody takes the test for a leak, and what it is; nil: nothing.
  static let texts: [(parts: [String], kind: String?)] = [
    (["AKIA", "QYLPMN5HFIQR7XYA"], "an access key of AWS"),
    (["AKIA", "IOSFODNN7EXAMPLE"], nil),
    (["XAKIA", "QYLPMN5HFIQR7XYA"], nil),
    (["ghp_", "1Kd8wYxQ2mZr7TnVbGc4JfHs6LpAe9Ru0iXo"], "a token of GitHub"),
    (["ghp_", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"], nil),
    (
      ["github_pat_", "11KQYZW7A0kR4vTnB2xLqM_s8HdWf3JpZcYg6UeNtXo1RaVb5KiQm7SwGzDh9LyCxPjEuToFr4B"],
      "a token of GitHub"
    ),
    (["glpat-", "x7Kd_Yw2QmZr-TnVbGc4"], "a token of GitLab"),
    (["xoxb-", "263594206564-2343594206574-FGqddMF8t08v8N7Oq4i57vs1"], "a token of Slack"),
    (
      ["https://hooks.slack.com/services/", "T07QZWK4M/B05XNVR2T/m3Kq9vLx7TzWc2HbRf8sYdPa"],
      "the address of a Slack webhook"
    ),
    (["https://hooks.slack.com/services/", "TXXXXXXXX/BXXXXXXXX/XXXXXXXXXXXXXXXXXXXXXXXX"], nil),
    (["npm_", "Kd8wYxQ2mZr7TnVbGc4JfHs6LpAe9Ru0iXo1"], "a token of npm"),
    (["pypi-", "AgEIcHlwaS5vcmcCJDk3MzQ2ZWU0LTQzZmMtNGM1Ny1hMGE5LTQyZDRiZGI1MmQ0ZgACKlszLCI"], "a token of PyPI"),
    (["dckr_pat_", "Kd8wYxQ2mZr7TnVbGc4JfHs6LpA"], "a token of Docker Hub"),
    (["AIza", "SyKd8wYxQ2mZr7TnVbGc4JfHs6LpAe9Ru0i"], "an API key of Google"),
    (["sk_live_", "Kd8wYxQ2mZr7TnVbGc4JfHs6"], "a key of Stripe"),
    (["eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"], "a JSON web token"),
    (["eyJhbGciOiJIUzI1NiJ9", ".x"], nil),
    (["https://robot:", "k3fTz8Qwx1@git.acme.io/a.git"], "a password in an address"),
    (["https://robot:", "password@git.acme.io/a.git"], nil),
    (["https://git:", "$TOKEN@git.acme.io/a.git"], nil),
    (["https://robot:", "$${TOKEN}@git.acme.io/a.git"], nil),
    (["postgres://app:", "k3fTz8Qwx1@database:5432/x"], nil),
    (["mysql://app:", "k3fTz8Qwx1@127.0.0.1/x"], nil),
    (["https://acme.io:", "8443/a@b"], nil),
    (
      ["-----BEGIN RSA PRIVATE ", "KEY-----\\nMIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi8ZhqYyI8bXcV"],
      "a private key"
    ),
    (["-----BEGIN PRIVATE ", "KEY-----"], nil),
    (["-----BEGIN CERTIFICATE", "-----\\nMIIEpAIBAAKCAQEA3Tz2mr7SZiAMfQyuvBjM9Oi8ZhqYyI8bXcV"], nil),
  ]

  private static func file(_ text: String) -> String {
    "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: one\n  image: alpine\n  commands:\n  - ./run '\(text)'\n"
  }

  @Test(arguments: texts) func text(_ parts: [String], _ kind: String?) throws {
    let text = parts.joined()
    let source = Source(id: SourceID(0), name: "row.yml", text: Self.file(text))
    let findings = Checker.check(ProgramLoader.load(source, lookup: Checker.assumedValue), of: source)
    #expect(findings.map(\.message) == (kind.map { ["this is \($0)"] } ?? []))
    // Nothing of it is shown.
    let shown = TextRenderer(style: .plain, sources: SourceSet([source])).text(of: findings)
    if kind != nil {
      let tail = try #require(parts.last)
      #expect(!shown.contains(tail.prefix(8)))
      #expect(shown.contains("****"))
    }
  }
}
