import Expressions
import Testing

@testable import Interpreter

@Suite struct DockerRegistryTests {
  private static let digest = "sha256:" + String(repeating: "ab", count: 32)

  @Test(arguments: [
    ("alpine", "docker.io%2Flibrary%2Falpine&tag=latest", "docker.io"),
    ("docker.io/library/alpine:3", "docker.io%2Flibrary%2Falpine&tag=3", "docker.io"),
    ("index.docker.io/a/b:1", "docker.io%2Fa%2Fb&tag=1", "docker.io"),
    ("gcr.io/a/b", "gcr.io%2Fa%2Fb&tag=latest", "gcr.io"), ("localhost/x", "localhost%2Fx&tag=latest", "localhost"),
    ("localhost:5000/x:2", "localhost%3A5000%2Fx&tag=2", "localhost:5000"),
    ("REG.example/x:2", "REG.example%2Fx&tag=2", "reg.example"),
    ("myhost/x", "docker.io%2Fmyhost%2Fx&tag=latest", "docker.io"),
    ("my_host.x/image", "my_host.x%2Fimage&tag=latest", "docker.io"),
    ("my.host/x:1@\(digest)", "my.host%2Fx&tag=sha256%3A\(digest.dropFirst(7))", "my.host"),
    ("alpine:", "alpine%3A", "docker.io"), ("x@sha256:ab", "x%40sha256%3Aab", "docker.io"), ("", "", "docker.io"),
  ])
  func pulls(_ image: String, _ query: String, _ host: String) {
    #expect(ImageName.pullQuery(of: image) == "fromImage=" + query)
    #expect(ImageName.registryHost(of: image) == host)
  }

  @Test(arguments: [
    ("index.docker.io", "docker.io"), ("https://index.docker.io/v1/", "docker.io"), ("docker.io", "docker.io"),
    ("http://my.host:5000/v2/", "my.host:5000"), ("GCR.io", "gcr.io"),
  ])
  func hosts(_ address: String, _ expected: String) {
    #expect(RegistryCredential.host(of: address) == expected)
  }

  @Test(arguments: [
    (#"{"auths": {"https://index.docker.io/v1/": {"auth": "YWRhOnBhc3M6d29yZA=="}}}"#, "docker.io ada pass:word"),
    (#"{"auths": {"b.io": {"username": "u", "password": "p"}, "a.io": {"auth": "eDp5"}}}"#, "a.io x y, b.io u p"),
    (#"{"auths": {"a.io": {"auth": "not base64!"}}}"#, ""), (#"{"auths": {"a.io": {}}}"#, ""), ("{}", ""),
    ("[]", ""), ("nonsense", ""), ("", ""),
  ])
  func configurations(_ text: String, _ expected: String) {
    let found = RegistryCredential.credentials(inConfiguration: text)
    #expect(found.map { "\($0.host) \($0.user) \($0.password)" }.joined(separator: ", ") == expected)
  }

  /// Who one is to a host, as `user:password` or `token …`, after the helpers answered as listed.
  private func key(
    _ host: String, _ configuration: String, step: [RegistryCredential] = [], helpers: [String: String] = [:]
  ) async -> String? {
    let surroundings = Surroundings(
      environment: ["HOME": "/h"], userID: 0,
      read: { $0 == "/h/.docker/config.json" ? Array(configuration.utf8) : nil }, exists: { _ in false })
    let keys = RegistryKeys(surroundings: surroundings) { program, input in
      helpers["\(program) \(input)"].map { Array($0.utf8) }
    }
    let found = await keys.key(for: host, stepCredentials: step)
    switch found {
    case .password(let user, let password): return "\(user):\(password)"
    case .identityToken(let token): return "token \(token)"
    case nil: return nil
    }
  }

  @Test func stepsOwnCredentialsComeFirst() async {
    let own = [
      RegistryCredential(host: "https://a.io/v2", user: "one", password: "1"),
      RegistryCredential(host: "a.io", user: "two", password: "2"),
    ]
    let configuration = #"{"auths": {"a.io": {"auth": "eDp5"}}}"#
    let found1 = await key("a.io", configuration, step: own)
    #expect(found1 == "one:1")
    let found2 = await key("b.io", configuration, step: own)
    #expect(found2 == nil)
    let found3 = await key("a.io", configuration)
    #expect(found3 == "x:y")
    let found4 = await key("a.io", "no configuration at all")
    #expect(found4 == nil)
  }

  @Test func helpersAreAsked() async {
    let configuration = """
      {"auths": {"https://index.docker.io/v1/": {}, "a.io": {"auth": "eDp5"}},
       "credsStore": "store", "credHelpers": {"b.io": "other", "c.io": "../evil"}}
      """
    let helpers = [
      "docker-credential-store https://index.docker.io/v1/": #"{"ServerURL":"x","Username":"ada","Secret":"s"}"#,
      "docker-credential-other b.io": #"{"Username":"<token>","Secret":"t"}"#,
      "docker-credential-../evil c.io": #"{"Username":"u","Secret":"t"}"#,
    ]
    let found5 = await key("docker.io", configuration, helpers: helpers)
    #expect(found5 == "ada:s")
    let found6 = await key("b.io", configuration, helpers: helpers)
    #expect(found6 == "token t")
    let found7 = await key("a.io", configuration, helpers: helpers)
    #expect(found7 == "x:y")
    let found8 = await key("c.io", configuration, helpers: helpers)
    #expect(found8 == nil)
    let found9 = await key("d.io", configuration, helpers: helpers)
    #expect(found9 == nil)
  }

  @Test func aHelperIsARealProgram() async {
    let echo = await CredentialProgram.output(of: ["/bin/cat"], input: Array("b.io".utf8))
    #expect(echo == Array("b.io".utf8))
    let found10 = await CredentialProgram.output(of: ["/bin/false"], input: [])
    #expect(found10 == nil)
    let found11 = await CredentialProgram.output(of: ["/nonexistent"], input: [])
    #expect(found11 == nil)
  }

  @Test func headersAreURLSafe() throws {
    let header = RegistryKey.password(user: "ada", password: "ÿÿ>>>???").header(for: "docker.io")
    #expect(!header.contains("+") && !header.contains("/"))
    #expect(!header.contains("ada"))
  }
}
