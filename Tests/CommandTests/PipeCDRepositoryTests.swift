import Foundation
import TestSupport
import Testing

/// `pipec check` of PipeCD files in a repository: what lies around a file is found, and nothing is loaded that a check does
/// not need.
@Suite struct PipeCDRepositoryTests {
  private static func application(_ name: String, _ spec: String) -> String {
    "apiVersion: pipecd.dev/v1beta1\nkind: KubernetesApp\nspec:\n  name: \(name)\n\(spec)"
  }

  private static let analysis = """
      pipeline:
        stages:
        - name: ANALYSIS
          with:
            duration: 10m
            metrics:
            - template: {name: latenzy}
      postSync:
        chain:
          applications:
          - name: cart
      encryption:
        encryptedSecrets: {password: AQA=}
        decryptionTargets: [secret.yaml]
      trigger:
        onCommit:
          paths: [k8s]

    """

  private static let templates = """
    apiVersion: pipecd.dev/v1beta1
    kind: AnalysisTemplate
    spec:
      metrics:
        latency: {provider: prom, query: q, interval: 1m, expected: {max: 1}}

    """

  /// A repository with an application that has much to do with it.
  private static func repository() throws -> ProgramRunner {
    let runner = try ProgramRunner()
    try FileManager.default.createDirectory(
      at: runner.folder.appendingPathComponent(".git"), withIntermediateDirectories: true)
    try runner.write("shop/app.pipecd.yaml", application("shop", analysis))
    try runner.write("shop/secret.yaml", "password: {{ .encryptedSecrets.pasword }}\n")
    try runner.write("shop/k8s/deployment.yaml", "kind: Deployment\n")
    try runner.write("cart/app.pipecd.yaml", application("cart", ""))
    try runner.write(".pipe/a.yaml", "kind: EventWatcher\napiVersion: pipecd.dev/v1beta1\nspec: {events: []}\n")
    try runner.write(".pipe/b.yaml", templates)
    return runner
  }

  @Test func aroundAFile() throws {
    let runner = try Self.repository()
    defer { runner.remove() }
    let expected = """
      shop/app.pipecd.yaml:11:28: error: .pipe/b.yaml has no `latenzy` under `metrics` [unknown-analysis-template]
      shop/app.pipecd.yaml:15:15: warning: the application `cart` is not started by chains [unchained-application]
      shop/app.pipecd.yaml:18:25: error: `secret.yaml` uses the secret `pasword`, which is not declared [undeclared-secret]
      shop/app.pipecd.yaml:21:15: warning: paths begin at the root of the repository, where there is no `k8s` [trigger-path]

      """
    #expect(try runner.run("check", "--format", "concise", "-q").output == expected)
    // The related place is in another file.
    let json = try runner.run("check", "--format", "sarif", "shop/app.pipecd.yaml").output
    #expect(json.contains("shop/secret.yaml") && json.contains("cart/app.pipecd.yaml"))
    let text = try runner.run("check", "shop/app.pipecd.yaml").output
    #expect(text.contains("shop/secret.yaml:1"), "\(text)")
  }

  /// What is no template, a pipe that nobody writes to, and a file that is too large to look into.
  @Test("files beside several applications of one folder") func companions() throws {
    let runner = try Self.repository()
    defer { runner.remove() }
    let secret = """
        encryption:
          encryptedSecrets: {password: AQA=}
          decryptionTargets: [secret.yaml]

      """
    for name in ["one", "two"] { try runner.write("shop/\(name).pipecd.yaml", Self.application(name, secret)) }
    try runner.write("shop/app.pipecd.yaml", Self.application("shop", ""))
    try runner.write("shop/k8s/used.yaml", "password: {{ .encryptedSecrets.password }}\n")
    try runner.write("shop/notes.txt", "{ .encryptedSecrets.password }\n{\n{ password }\n{")
    #expect(try runner.shell("mkfifo shop/pipe && head -c 2000000 /dev/zero > shop/large").status == 0)
    let found = try runner.run("check", "--format", "concise", "-q", "shop").output
    let expected = ["one", "two"].map { name in
      """
      shop/\(name).pipecd.yaml:7:25: error: `secret.yaml` uses the secret `pasword`, which is not declared [undeclared-secret]
      shop/\(name).pipecd.yaml:7:5: warning: `k8s/used.yaml` uses `.encryptedSecrets.password` and is not named here, so that it is not rendered [unlisted-target]

      """
    }
    #expect(found.split(separator: "\n").sorted() == expected.joined().split(separator: "\n").sorted(), "\(found)")
    // A target that cannot be looked into may use anything; one that is no template uses nothing.
    try runner.write("shop/one.pipecd.yaml", Self.application("one", secret.replacing("secret.yaml", with: "large")))
    try runner.write(
      "shop/two.pipecd.yaml", Self.application("two", secret.replacing("secret.yaml", with: "notes.txt")))
    #expect(try runner.shell("rm shop/secret.yaml shop/k8s/used.yaml").status == 0)
    let rules = try runner.run("check", "--format", "concise", "-q", "shop").output
    #expect(!rules.contains("shop/one.pipecd.yaml"), "\(rules)")
    #expect(rules.contains("shop/two.pipecd.yaml:6:24: ") && rules.contains("[forgotten-secret]"), "\(rules)")
  }

  @Test("in no repository nothing is said of one") func alone() throws {
    let runner = try Self.repository()
    defer { runner.remove() }
    try FileManager.default.removeItem(at: runner.folder.appendingPathComponent(".git"))
    let rules = try runner.run("check", "--format", "concise", "-q", "shop/app.pipecd.yaml").output
    // The temporary folder itself may be in one.
    guard rules.contains("\n") else { return }
    #expect(rules.contains("[undeclared-secret]") && !rules.contains("[unchained-application]"))
  }

  @Test("mending looks around as well") func mending() throws {
    let runner = try Self.repository()
    defer { runner.remove() }
    let result = try runner.run("check", "--fix", "--format", "concise", "shop/app.pipecd.yaml")
    #expect(result.status == 1 && result.output.contains("[unknown-analysis-template]"))
  }

  @Test("a check loads neither gRPC nor libcurl nor libxml2, as little as one of a Drone file") func libraries() throws
  {
    var runner = try Self.repository()
    defer { runner.remove() }
    try runner.write(".drone.yml", "kind: pipeline\nname: a\nsteps:\n- {name: b, image: c, commands: [d]}\n")
    runner.environment["LD_DEBUG"] = "files"
    func loaded(_ file: String) throws -> Set<String> {
      let words = try runner.run("check", file).error.split(whereSeparator: \.isWhitespace)
      return Set(words.filter { $0.hasPrefix("file=") }.map { String($0.dropFirst("file=".count)) })
    }
    let drone = try loaded(".drone.yml")
    let pipecd = try loaded("shop/app.pipecd.yaml")
    #expect(drone.contains { $0.hasPrefix("libyaml") }, "the dynamic linker says nothing: \(drone)")
    #expect(pipecd == drone)
    for library in ["libgrpc", "libcurl", "libxml2"] { #expect(!pipecd.contains { $0.contains(library) }) }
  }
}
