import Foundation
import TestSupport
import Testing

/// `pipec run` with plugins that say what the real `wait` and `scriptrun` of PipeCD said
/// (`oracle/cases/pipecd-plugins.txt`) and are as strict with their host: arguments, requests, sources.
@Suite(.enabled(if: ExamplePlugin.isPossible)) struct PipeCDReplayTests {
  /// A repository whose second commit adds the application `new`, and where `shop` has been before; nil, with a line that
  /// says so, where that is not possible.
  private static func repository(_ stages: String...) throws -> ProgramRunner? {
    guard let transcripts = Corpus.file("oracle/cases/pipecd-plugins.txt") else { return nil }
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/git") else {
      Skipped.because("deployments of a repository: apt-get install git")
      return nil
    }
    var runner = try PipeCDRunTests.runner(stages.joined(separator: "}\n    - {name: "))
    runner.environment["XDG_CACHE_HOME"] = runner.folder.appendingPathComponent("cache").path
    let url = "file://" + Repository.url("Tests/PluginHostTests/Fixtures/replay.py").path
    let plugins = ["wait", "scriptrun"].map {
      "    - {name: \($0), url: '\(url)', port: 7001, config: {transcripts: '\(transcripts.url.path)', "
        + "program: pipecd-plugin-\($0), files: true}}\n"
    }.joined()
    try runner.write(
      "tmp/piped.yaml",
      "apiVersion: pipecd.dev/v1beta1\nkind: Piped\nspec:\n  projectID: p\n  pipedID: i\n  pipedKeyFile: /k\n"
        + "  apiAddress: a:443\n  plugins:\n\(plugins)")
    try runner.write(".gitignore", "tmp\ncache\n")
    let result = try runner.shell(
      """
      git init -q -b main . && git config user.email amy@example.com && git config user.name amy &&
      git add . && git commit -qm one && mkdir new && cp shop/app.pipecd.yaml new && git add . && git commit -qm two
      """)
    #expect(result.status == 0, "\(result)")
    return runner
  }

  private static func run(_ runner: ProgramRunner, _ words: String...) throws -> ProgramRunner.Result {
    try runner.run(
      arguments: ["run", "--backend", "host", "--format", "drone", "--piped", "tmp/piped.yaml"] + words)
  }

  /// Each application in turn: one that has been deployed before, and one that has not.
  @Test(arguments: ["shop", "new"]) func succeeds(_ application: String) throws {
    guard
      let runner = try Self.repository(
        #"WAIT, with: {duration: 1s}"#, #"SCRIPT_RUN, with: {run: "echo a\necho b\nfalse\necho c"}"#,
        #"SCRIPT_RUN, with: {env: {A: b c}, run: echo $A}"#)
    else { return }
    defer { runner.remove() }
    let result = try Self.run(runner, "\(application)/app.pipecd.yaml")
    #expect(
      result.output == """
        [WAIT:1] Waiting for 1s since TIME...
        [WAIT:2] Waited for 1s
        [SCRIPT_RUN #1:3] Start executing the script run stage
        [SCRIPT_RUN #1:4] Running commands...
        [SCRIPT_RUN #1:5]    echo a
        [SCRIPT_RUN #1:6]    echo b
        [SCRIPT_RUN #1:7]    false
        [SCRIPT_RUN #1:8]    echo c
        [SCRIPT_RUN #1:9] a
        [SCRIPT_RUN #1:10] b
        [SCRIPT_RUN #1:11] c
        [SCRIPT_RUN #2:12] Start executing the script run stage
        [SCRIPT_RUN #2:13] Running commands...
        [SCRIPT_RUN #2:14]    echo $A
        [SCRIPT_RUN #2:15] b c

        """, "\(result.error)")
    #expect(result.status == 0)
    #expect(try runner.shell("ls tmp").output == "piped.yaml\n")
  }

  /// What is rolled back, the plugin decides by what it remembers of the deployment.
  @Test func rollsBack() throws {
    guard
      let runner = try Self.repository(
        #"SCRIPT_RUN, with: {run: x, onRollback: echo back}"#, #"SCRIPT_RUN, with: {run: exit 3}"#)
    else { return }
    defer { runner.remove() }
    let result = try Self.run(runner, "shop/app.pipecd.yaml")
    #expect(result.status == 1)
    let lines = result.output.split(separator: "\n")
    #expect(
      lines.suffix(4).map { $0.split(separator: " ", maxSplits: 1).last ?? "" } == [
        "Start executing the script run rollback stage", "Running commands...", "   echo back", "back",
      ], "\(result.output)\(result.error)")
    #expect(result.output.contains("failed to exec command: %!w(*exec.ExitError"))
  }

  @Test func aCommitWithoutTheApplicationCannotRun() throws {
    guard let runner = try Self.repository("WAIT, with: {duration: 1s}") else { return }
    defer { runner.remove() }
    let result = try Self.run(runner, "--running", "HEAD^", "new/app.pipecd.yaml")
    #expect(result.status == 2)
    #expect(result.error.contains("--running: the commit 'HEAD^' has no new/app.pipecd.yaml"), "\(result.error)")
  }
}
