import Foundation
import TestSupport
import Testing

/// `pipec check`, `pipec ir` and `pipec eval` with files and templates of PipeCD.
@Suite struct PipeCDCommandTests {
  private static let application = """
    apiVersion: pipecd.dev/v1beta1
    kind: Application
    spec:
      name: shop
      plugins: {kubernetes: {}}
      pipeline:
        stages:
        - name: K8S_SYNC
        - name: WAIT
          with: {duration: 1m}

    """

  private static let piped = """
    apiVersion: pipecd.dev/v1beta1
    kind: Piped
    spec:
      projectID: shop
      pipedID: id
      pipedKeyFile: /etc/piped/key
      apiAddress: pipecd.example.com:443
      plugins:
      - name: kubernetes
        url: file:///opt/kubernetes
        port: 7001

    """

  /// Files are found by their names, and stages are held against the plugins of piped.
  @Test func findsAndChecks() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("shop/app.pipecd.yaml", Self.application)
    try runner.write("piped.yaml", Self.piped)
    #expect(try runner.run("check").status == 0)
    let result = try runner.run("check", "--format", "concise", "--piped", "piped.yaml")
    #expect(result.status == 1)
    #expect(
      result.output
        == "shop/app.pipecd.yaml:9:13: error: piped has no plugin `wait`, which offers WAIT [unserved-stage]\n")
    #expect(try runner.run("check", "--piped", "shop/app.pipecd.yaml").status == 2)
    #expect(try runner.run("ir", "shop/app.pipecd.yaml").output.contains("\"generation\": \"v1\""))
  }

  @Test(arguments: [
    ("{{ .App.Name }}-{{ .VariantCustomArgs.pod }}", "shop-a\n", 0), ("{{ .VariantCustomArgs.x }}", "<no value>\n", 0),
    ("{{ .App.Nme }}", "", 1), ("{{ upper .App.Name }}", "", 1), ("{{ .App.Name ", "", 1),
  ]) func rendersQueries(template: String, output: String, status: Int32) throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let result = try runner.run(
      "eval", "--language", "gotemplate", "--set", "App.Name=shop", "--set", "VariantCustomArgs.pod=a", template)
    #expect(result.output == output)
    #expect(result.status == status)
  }

  @Test func rendersFiles() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let arguments = ["eval", "--language", "gotemplate", "--set", "encryptedSecrets.key=s3cret"]
    #expect(try runner.run(arguments: arguments + ["{{ .encryptedSecrets.key | b64enc }}"]).output == "czNjcmV0\n")
    let failure = try runner.run(arguments: arguments + ["{{ .encryptedSecrets.nope }}"])
    #expect(failure.status == 1)
    #expect(failure.error.contains("map has no entry for key \"nope\""))
  }

  /// What is planned depends on where the file lies in its repository, on its plugins, and on what is assumed.
  @Test func plans() throws {
    let runner = try ProgramRunner()
    defer { runner.remove() }
    try runner.write("shop/app.pipecd.yaml", Self.application)
    try runner.write("piped.yaml", Self.piped)
    let file = "shop/app.pipecd.yaml"
    let plan = try runner.run("plan", file)
    #expect(plan.status == 0)
    #expect(plan.output.contains("strategy deferred"))
    let quick = try runner.run("plan", file, "--first-deployment", "--format", "json")
    #expect(quick.output.contains("\"directory\": \"shop\"") && quick.output.contains("\"strategy\": \"quick\""))
    #expect(try runner.run("plan", file, "--strategy", "pipeline").output.contains("a command from user"))
    #expect(try runner.run("plan", file, "--changed", "web/a").output.contains("does not run"))
    #expect(try runner.run("plan", file, "--trigger", "chain").output.contains("trigger.onChain.disabled"))
    #expect(try runner.run("plan", file, "--trigger", "chian").error.contains("'chain'"))
    let served = try runner.run("plan", file, "--piped", "piped.yaml")
    #expect(served.status == 1 && served.error.contains("no plugin of piped offers the stage WAIT"))
    #expect(try runner.run("plan", "piped.yaml", "--dialect", "pipecd").status == 2)
    #expect(try runner.run("plan", file, "--format", "mermaid").output.contains("K8S_SYNC"))
  }
}
