import Foundation
import TestSupport
import Testing

/// `pipec run` with a Harness pipeline whose steps are processes of this machine; containers have tests of their own.
@Suite struct HarnessRunTests {
  static let file = """
    pipeline:
      identifier: demo
      name: demo
      projectIdentifier: p
      orgIdentifier: o
      stages:
        - stage:
            identifier: build
            name: build
            type: CI
            spec:
              cloneCodebase: false
              runtime: {type: Cloud, spec: {}}
              execution:
                steps:
                  - step:
                      identifier: make
                      name: make
                      type: Run
                      spec:
                        shell: Sh
                        command: ANSWER="it is $TOKEN"
                        envVariables: {TOKEN: <+secrets.getValue("org.token")>}
                        outputVariables: [{name: ANSWER}]
                  - step: {identifier: tell, name: tell, type: Run, spec: {shell: Sh, command: "echo <+steps.make.output.outputVariables.ANSWER>"}}
        - stage:
            identifier: deploy
            name: deploy
            type: Custom
            spec:
              execution:
                steps:
                  - step: {identifier: ok, name: ok, type: HarnessApproval, timeout: 1d, spec: {approvalMessage: "go?", includePipelineExecutionHistory: true, approvers: {minimumCount: 1, disallowPipelineExecutor: false, userGroups: [g]}}}
                  - step: {identifier: ticket, name: ticket, type: JiraCreate, timeout: 10m, spec: {connectorRef: c, projectKey: P, issueType: Task, fields: []}}
                  - step: {identifier: say, name: say, type: ShellScript, timeout: 10m, spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: "echo <+steps.ticket.output.issue.key>"}}}}

    """

  static func runner() throws -> ProgramRunner {
    var runner = try ProgramRunner()
    try runner.write("pipeline.yaml", file)
    try runner.write("secrets", "org.token=hunter2\n")
    try runner.write("outputs.json", #"{"issue": {"key": "P-7"}}"#)
    runner.environment["TMPDIR"] = runner.folder.appendingPathComponent("tmp").path
    runner.environment["DOCKER_HOST"] = "unix:///nonexistent.sock"
    try runner.write("tmp/.keep", "")
    return runner
  }

  @Test func runsToItsEnd() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run(
      "run", "--format", "drone", "--secret-file", "secrets", "--approve", "ok", "--stub", "ticket=outputs.json",
      "pipeline.yaml")
    #expect(result == .init(0, output: "[tell:1] it is **************\n[say:2] P-7\n"))
  }

  /// What a script of a delegate publishes reaches the script after it, outside of any container.
  @Test func scriptsOfDelegatesPublish() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    try runner.write(
      "scripts.yaml",
      """
      pipeline:
        identifier: scripts
        name: scripts
        projectIdentifier: p
        orgIdentifier: o
        stages:
          - stage:
              identifier: ask
              name: ask
              type: Custom
              spec:
                execution:
                  steps:
                    - step: {identifier: look, name: look, type: ShellScript, timeout: 1m, spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: "N=7"}}, outputVariables: [{name: COUNT, type: String, value: N}]}}
                    - step: {identifier: tell, name: tell, type: ShellScript, timeout: 1m, when: {stageStatus: Success, condition: <+steps.look.output.outputVariables.COUNT> == "7"}, spec: {shell: Bash, onDelegate: true, source: {type: Inline, spec: {script: "echo <+steps.look.output.outputVariables.COUNT>"}}}}

      """)
    let result = try runner.run("run", "--format", "drone", "scripts.yaml")
    #expect(result == .init(0, output: "[tell:1] 7\n"))
  }

  @Test func eventsAreJSONLines() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run(
      "run", "--format", "json", "--secret-file", "secrets", "--reject", "deploy.ok", "--stub", "ticket",
      "pipeline.yaml")
    #expect(result.status == 1)
    let events = try result.output.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let told = events.compactMap { event -> String? in
      let name = event["event"] as? String ?? ""
      let what = event["step"] ?? event["stage"] ?? event["name"]
      guard name.hasSuffix("-ended") || name == "step-skipped" else { return nil }
      return [name, what as? String, (event["result"] ?? event["status"]) as? String].compactMap { $0 }
        .joined(separator: " ")
    }
    #expect(
      told == [
        "step-ended build.make SUCCEEDED", "step-ended build.tell SUCCEEDED", "stage-ended build SUCCEEDED",
        "step-ended deploy.ok APPROVAL_REJECTED", "step-skipped deploy.ticket", "step-skipped deploy.say",
        "stage-ended deploy APPROVAL_REJECTED", "pipeline-ended demo failure", "run-ended failure",
      ])
    #expect(events.last?["exitStatus"] as? Int == 1)
    #expect((events.last?["pipelines"] as? [[String: Any]])?.first?["harnessStatus"] as? String == "APPROVAL_REJECTED")
  }

  /// What cannot be is said before anything starts.
  @Test(
    arguments: [
      ([], 2, "only a Harness delegate does deploy.ticket (JiraCreate)"),
      (["--stub", "ticket", "--approve", "yes"], 2, "--approve: no step is called 'yes'"),
      (["--stub", "ticke"], 2, "--stub: no step is called 'ticke'; did you mean 'ticket'?"),
      (["--stub", "ticket", "--approve", "tell"], 2, "the step 'tell' is of type Run, which nobody approves"),
      (["--stub", "ticket=secrets"], 2, "secrets: no JSON"),
      (["--stub", "ticket", "--resume"], 2, "a Harness pipeline runs from its beginning"),
      (["--stub", "ticket", "--policy", "nowhere"], 2, "the folder nowhere of --policy cannot be read"),
    ] as [([String], Int32, String)])
  func refusals(_ options: [String], _ status: Int32, _ message: String) throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["run"] + options + ["pipeline.yaml"])
    #expect(result.status == status)
    #expect(result.error.contains(message), "\(result.error)")
    #expect(result.output.isEmpty)
  }

  /// A missing secret is named, and fails the step that needs it; an approval that nobody can give expires.
  @Test func whatIsMissing() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run("run", "--stub", "ticket", "--stages", "build", "pipeline.yaml")
    #expect(result.status == 1)
    #expect(result.error.contains("no value for the secret org.token; steps that need it fail"))
    #expect(result.output.contains("FAILED after 0.0 s, no value for the secret org.token"))
    let unanswered = try runner.run("run", "--stub", "ticket", "--secret-file", "secrets", "pipeline.yaml")
    #expect(unanswered.status == 1)
    #expect(unanswered.output.contains("nobody can be asked here (--approve deploy.ok or --reject deploy.ok)"))
  }
}
