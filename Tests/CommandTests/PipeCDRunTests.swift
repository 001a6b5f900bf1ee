import Foundation
import TestSupport
import Testing

/// `pipec run` with deployments of PipeCD, whose stages run on this machine.
@Suite struct PipeCDRunTests {
  static func application(_ stages: String...) -> String {
    let list = stages.map { "    - {name: \($0)}\n" }.joined()
    return "apiVersion: pipecd.dev/v1beta1\nkind: Application\nspec:\n  name: shop\n  labels: {env: dev}\n"
      + "  planner: {alwaysUsePipeline: true}\n  pipeline:\n    stages:\n\(list)"
  }

  static func runner(_ stages: String...) throws -> ProgramRunner {
    var runner = try ProgramRunner()
    let list = stages.map { "    - {name: \($0)}\n" }.joined()
    let head = application()
    try runner.write("shop/app.pipecd.yaml", head + list)
    runner.environment["TMPDIR"] = runner.folder.appendingPathComponent("tmp").path
    runner.environment["DOCKER_HOST"] = "unix:///nonexistent.sock"
    runner.environment["USER"] = "amy"
    try runner.write("tmp/.keep", "")
    return runner
  }

  /// Scripts run in the folder of the application, in a copy, with what they are told (§4.9).
  @Test func runsScripts() throws {
    let runner = try Self.runner(
      "SCRIPT_RUN, with: {run: 'basename \"$PWD\"; cat app.pipecd.yaml | head -1; env | grep ^SR_LABELS; echo $SR_IS_ROLLBACK $A > made', env: {A: b}, onRollback: 'echo $SR_IS_ROLLBACK'}",
      "SCRIPT_RUN, with: {run: 'ls; exit 3'}", "WAIT, with: {duration: 1h}")
    defer { runner.remove() }
    let result = try runner.run("run", "--backend", "host", "--format", "drone", "shop/app.pipecd.yaml")
    #expect(
      result.output == """
        [SCRIPT_RUN #0:1] shop
        [SCRIPT_RUN #0:2] apiVersion: pipecd.dev/v1beta1
        [SCRIPT_RUN #0:3] SR_LABELS_ENV=dev
        [SCRIPT_RUN #1:4] app.pipecd.yaml
        [SCRIPT_RUN_ROLLBACK:5] true

        """)
    #expect(result.status == 1)
    #expect(try runner.shell("ls shop tmp").output == "shop:\napp.pipecd.yaml\n\ntmp:\n")
  }

  /// What git ignores is not deployed, and what is not committed yet is.
  @Test func copiesTheWorkTree() throws {
    let runner = try Self.runner("SCRIPT_RUN, with: {run: 'ls .. ; cat ../a; git rev-parse HEAD | wc -c'}")
    defer { runner.remove() }
    for (name, text) in [("a", "1\n"), ("gone", ""), (".gitignore", "ignored\ntmp\n.local\n"), ("ignored", "")] {
      try runner.write(name, text)
    }
    let made = try runner.shell(
      "git init -q . && git add -A && git -c user.name=a -c user.email=b commit -qm c && rm gone && echo 2 >a && touch new"
    )
    #expect(made.status == 0)
    let result = try runner.run("run", "--backend", "host", "--format", "drone", "shop/app.pipecd.yaml")
    let lines = result.output.split(separator: "\n").map { $0.replacing(#/\[.*\] /#, with: "") }
    #expect(lines == ["a", "new", "shop", "2", "41"])
    #expect(try runner.shell("ls tmp").output == "")
  }

  @Test func saysWhichPluginIsMissing() throws {
    let runner = try Self.runner("K8S_CANARY_ROLLOUT", "WAIT, with: {duration: 1s}", "NOBODY_KNOWS", "K8S_SYNC")
    defer { runner.remove() }
    let result = try runner.run("run", "shop/app.pipecd.yaml")
    #expect(
      result
        == .init(
          2,
          error: """
            pipec run: K8S_CANARY_ROLLOUT (stage-0), K8S_SYNC (stage-3): the plugin 'kubernetes' runs that, and it is not configured; NOBODY_KNOWS (stage-2): only a plugin runs that, and no official one does
            to run it for real, give --piped FILE with

              apiVersion: pipecd.dev/v1beta1
              kind: Piped
              spec:
                plugins:
                  - name: kubernetes
                    url: file:///path/to/kubernetes
                    port: 7001
                  - name: NAME
                    url: file:///path/to/the/program
                    port: 7002

            to rehearse without it: --stub K8S_CANARY_ROLLOUT --stub NOBODY_KNOWS --stub K8S_SYNC

            """))
    let rehearsal = try runner.run(
      "run", "--format", "json", "--stub", "K8S_CANARY_ROLLOUT", "--stub", "NOBODY_KNOWS", "--stub", "stage-3=failure",
      "shop/app.pipecd.yaml")
    #expect(rehearsal.status == 1)
    #expect(rehearsal.output.contains("\"deploymentStatus\":\"DEPLOYMENT_FAILURE\""))
    #expect(rehearsal.output.contains("\"step\":\"stage-1\",\"name\":\"WAIT\",\"result\":\"STAGE_SUCCESS\""))
  }

  struct Usage: Sendable {
    var words: [String]
    var error: String
  }

  static let usages = [
    Usage(
      words: [],
      error: "stage-0 (WAIT_APPROVAL) waits for an approval, and nobody can be asked without a terminal; "
        + "--approve stage-0 gives it"),
    Usage(
      words: ["--approve", "stage-0=amy"],
      error: "stage-0 (WAIT_APPROVAL) needs 1 more approval, and nobody can be asked without a terminal; "
        + "--approve stage-0=USER,… gives them"),
    Usage(words: ["--approve", "stage-0=amz"], error: "--approve: amz may not approve stage-0; did you mean 'amy'?"),
    Usage(
      words: ["--approve", "WAIT_APROVAL"],
      error: "--approve: no stage is called 'WAIT_APROVAL'; did you mean 'WAIT_APPROVAL'?"),
    Usage(
      words: ["--stub", "WAIT_APPROVAL=yes"],
      error: "--stub takes STAGE, STAGE=success or STAGE=failure, not 'WAIT_APPROVAL=yes'"),
    Usage(words: ["--stub", "stage-9"], error: "--stub: no stage is called 'stage-9'; did you mean 'stage-0'?"),
    Usage(
      words: ["--skip", "stage-0"],
      error: "--skip: only an analysis can be skipped, and stage-0 is WAIT_APPROVAL"),
    Usage(
      words: ["--skip", "WAIT_APROVAL"],
      error: "--skip: no stage is called 'WAIT_APROVAL'; did you mean 'WAIT_APPROVAL'?"),
    Usage(words: ["--reject", "stage-0"], error: "--reject is for Harness pipelines, and the file has none"),
    Usage(words: ["--running", "HEAD"], error: "--running needs a git repository, which the file is not in"),
    Usage(
      words: ["--resume"],
      error: "--resume: a deployment runs from its beginning, since what its stages remember is not kept"),
  ]

  @Test(arguments: usages) func refuses(_ usage: Usage) throws {
    let runner = try Self.runner("WAIT_APPROVAL, with: {approvers: [amy, bob], minApproverNum: 2}")
    defer { runner.remove() }
    let approval = usage.words == ["--resume"] ? ["--approve", "stage-0"] : []
    let result = try runner.run(arguments: ["run"] + usage.words + approval + ["shop/app.pipecd.yaml"])
    #expect(result.status == 2)
    #expect(result.error.contains(usage.error), "\(result.error)")
    #expect(result.output == "")
  }

  /// Approvals may name the stage, the stage and people, or one of the people.
  @Test(arguments: [["stage-0"], ["WAIT_APPROVAL=bob,amy"], ["amy", "bob"]])
  func takesApprovals(_ approvals: [String]) throws {
    let runner = try Self.runner("WAIT_APPROVAL, with: {approvers: [amy, bob], minApproverNum: 2}")
    defer { runner.remove() }
    let words = approvals.flatMap { ["--approve", $0] }
    let result = try runner.run(arguments: ["run"] + words + ["shop/app.pipecd.yaml"])
    #expect(result.status == 0, "\(result.error)")
    #expect(result.output.contains("approved by "))
  }

  /// Ctrl-C cancels the deployment, which is rolled back; nothing of it stays.
  @Test func ctrlCCancels() throws {
    let runner = try Self.runner(
      "SCRIPT_RUN, with: {run: 'echo ready; sleep 1000', onRollback: 'echo undone'}", "WAIT, with: {duration: 1h}")
    defer { runner.remove() }
    let result = try runner.shell(
      """
      $pipec run --backend host --format drone shop/app.pipecd.yaml >out 2>err &
      for _ in $(seq 600); do grep -q ready out && break; sleep 0.05; done
      kill -TERM $!
      wait $!
      """)
    #expect(result.status == 143)
    #expect(try runner.shell("cat out").output == "[SCRIPT_RUN:1] ready\n[SCRIPT_RUN_ROLLBACK:2] undone\n")
    #expect(try runner.shell("cat err").output.contains("cancelling the deployment and rolling back"))
    #expect(try runner.shell("ls tmp; grep -l $PWD/tmp/pipec /proc/[0-9]*/environ 2>/dev/null").output == "")
  }
}
