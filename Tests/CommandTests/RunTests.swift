import Foundation
import TestSupport
import Testing

/// `pipec run` on the host backend, which every machine has; containers have tests of their own.
@Suite struct RunTests {
  static let file = """
    kind: pipeline
    type: exec
    name: default
    platform: {os: \(os), arch: \(architecture)}
    steps:
    - name: greet
      commands:
      - echo "hello $NAME"
      - echo "token $TOKEN"
      environment: {NAME: world, TOKEN: {from_secret: token}}
    - name: release
      commands: [exit 3]
      when: {event: tag}

    """
  static let os = "linux"
  #if arch(arm64)
    static let architecture = "arm64"
  #else
    static let architecture = "amd64"
  #endif

  static func runner(_ text: String = file) throws -> ProgramRunner {
    var runner = try ProgramRunner()
    try runner.write(".drone.yml", text)
    runner.environment["TMPDIR"] = runner.folder.appendingPathComponent("tmp").path
    runner.environment["DOCKER_HOST"] = "unix:///nonexistent.sock"
    try runner.write("tmp/.keep", "")
    return runner
  }

  @Test(arguments: [
    "kind: secret\nname: a\nget: {path: x, name: y}\n",
    "apiVersion: pipecd.dev/v1beta1\nkind: LambdaFunction\nspec: {name: x}\n",
  ]) func aFileWithoutPipelinesIsRefused(_ text: String) throws {
    let runner = try Self.runner(text)
    defer { runner.remove() }
    let result = try runner.run("run", "--backend", "host")
    #expect(result.status == 2)
    #expect(result.error == "pipec run: .drone.yml has nothing in it that can run: no pipeline, no application\n")
  }

  @Test func looksAsDroneExec() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    try runner.write("secrets", "token=s3cret-value\n")
    let result = try runner.run("run", "--format", "drone", "--secret-file", "secrets")
    #expect(
      result
        == .init(
          0,
          output: """
            [greet:1] + echo "hello $NAME"
            [greet:2] hello world
            [greet:3] + echo "token $TOKEN"
            [greet:4] token ******

            """))
  }

  /// What kept a pipeline from running is no output of a step.
  @Test func droneFormatSaysErrorsOnStandardError() throws {
    let runner = try Self.runner(Self.file.replacingOccurrences(of: "NAME: world", with: "NAME: \"x\\0y\""))
    defer { runner.remove() }
    let result = try runner.run("run", "--format", "drone", "-q")
    #expect(
      result
        == .init(1, output: "", error: "the variable NAME contains a NUL character, which no program can be given\n"))
  }

  @Test func secretsWithoutAValueAreNamed() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run("run")
    #expect(
      result.error == "pipec run: no value for the secret token; it is empty (--secret-file or --secret gives one)\n")
    #expect(try runner.run("run", "-q").error == "")
  }

  @Test func eventsThatNoServerSendsAreSaid() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run("plan", "--event", "psh")
    #expect(result.status == 0)
    #expect(result.error == "pipec plan: no server sends the event 'psh'; did you mean 'push'?\n")
    #expect(
      try runner.run("plan", "--event", "nightly").error
        == "pipec plan: no server sends the event 'nightly'; there is push, pull_request, tag, promote, rollback, cron, custom\n"
    )
    #expect(try runner.run("plan", "--event", "promote").error == "")
  }

  @Test func failureOfAStepIsTheStatus() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run("run", "-q", "--tag", "v1")
    #expect(result.status == 1)
    #expect(result.error == "")
    #expect(result.output.contains("release │ ✗ exit code 3"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
    let json = try runner.run("run", "--format", "json")
    let events = try json.output.split(separator: "\n").map {
      try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(events.first?["event"] as? String == "run-started")
    #expect(events.last?["event"] as? String == "run-ended")
  }

  @Test func secretsComeFromTheEnvironmentToo() throws {
    var runner = try Self.runner()
    defer { runner.remove() }
    runner.environment["token"] = "s3cret-value"
    #expect(try runner.run("run", "--secret", "token", "--format=drone").output.contains("token ******\n"))
    let missing = try runner.run("run", "--secret", "other")
    #expect(missing.error.hasPrefix("pipec run: --secret: the environment has no variable 'other'\n"))
    #expect(missing.status == 2)
    let pullRequest = try runner.run("run", "--secret", "token", "--format=drone", "--event", "pull_request")
    #expect(pullRequest.output.contains("token \n"))
    #expect(pullRequest.error == "pipec run: builds of pull requests get no secrets\n")
  }

  @Test func fullDiskIsAFailure() throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.shell("\"$pipec\" run -q >/dev/full")
    #expect(result.status == 3)
    #expect(result.error == "pipec run: cannot write to standard output: No space left on device\n")
  }

  /// While nobody reads its output the run cannot end by itself; the second signal ends it all the same.
  @Test func secondSignalEndsAtOnce() throws {
    let command = #"head -c 200000 /dev/zero | tr '\0' x && echo > started && sleep 5"#
    let runner = try Self.runner(
      Self.file.replacingOccurrences(of: "commands: [exit 3]", with: "commands:\n  - \(command)"))
    defer { runner.remove() }
    let result = try runner.shell(
      """
      mkfifo started out; exec 3<>out
      "$pipec" run -q --tag v1 >out 2>err &
      read x <started
      kill -TERM $!; until grep -q stopping err; do :; done
      kill -TERM $!; wait $!; echo "status $?"; cat err
      """)
    #expect(
      result.output == """
        status 143
        pipec run: stopping and tidying up; Ctrl-C again ends at once

        pipec run: ended at once; 'pipec run --clean' removes what may be left

        """)
  }

  @Test func signalStopsAndTidiesUp() throws {
    let text = Self.file.replacingOccurrences(of: "exit 3", with: "echo > started && sleep 1000")
    let runner = try Self.runner(text)
    defer { runner.remove() }
    let result = try runner.shell(
      """
      mkfifo started
      "$pipec" run -q --tag v1 >out 2>err &
      read x <started
      kill -TERM $!; wait $!; echo "status $?"
      ls tmp; cat err
      """)
    #expect(
      result.output == "status 143\npipec run: stopping and tidying up; Ctrl-C again ends at once\n")
    let out = try String(contentsOf: runner.folder.appendingPathComponent("out"), encoding: .utf8)
    #expect(out.contains("stopped: interrupted by SIGTERM"))
  }

  @Test func missingEngineIsSaidAndNothingElseIsUsedInstead() throws {
    let runner = try Self.runner(CheckTests.clean)
    defer { runner.remove() }
    let result = try runner.run("run")
    #expect(result.status == 3)
    #expect(result.output == "")
    #expect(
      result.error.hasPrefix("pipec run: the engine that DOCKER_HOST names does not answer: unix:///nonexistent.sock"))
    #expect(result.error.hasSuffix("\n"))
    #expect(try runner.run("run", "--backend", "dummy").status == 0)
  }

  @Test func resumeLeavesOutWhatIsDone() throws {
    let text = Self.file.replacingOccurrences(of: "exit 3", with: "test -e repaired")
    let runner = try Self.runner(text)
    defer { runner.remove() }
    let none = try runner.run("run", "--resume")
    #expect(none.status == 2)
    #expect(none.error.hasPrefix("pipec run: no run of this file is kept that could be resumed\n"))
    #expect(try runner.run("run", "--tag", "v1").status == 1)
    try runner.write("repaired", "")
    let second = try runner.run("run", "--tag", "v1", "--resume", "--format=drone")
    #expect(second.status == 0)
    #expect(second.output == "[release:1] + test -e repaired\n")
  }

  @Test(arguments: [
    (["--jobs", "0"], "--jobs takes a number from 1, not '0'"),
    (["--timeout", "soon"], "--timeout takes a duration such as 90s or 1h30m, not 'soon'"),
    (["--resume=x"], "no run is named 'x'"),
  ]) func wrongValuesAreSaid(arguments: [String], message: String) throws {
    let runner = try Self.runner()
    defer { runner.remove() }
    let result = try runner.run(arguments: ["run"] + arguments)
    #expect(result == .init(2, error: "pipec run: \(message)\nTry 'pipec run --help'.\n"))
  }

  @Test func timeLimitStops() throws {
    let runner = try Self.runner(Self.file.replacingOccurrences(of: "exit 3", with: "sleep 1000"))
    defer { runner.remove() }
    let result = try runner.run("run", "--tag", "v1", "--timeout", "1")
    #expect(result.status == 1)
    #expect(result.output.contains("the time limit of 1 s was reached"))
  }

  @Test func otherKindsOfMachinesAreOutOfReach() throws {
    let text = """
      kind: pipeline
      type: ssh
      name: default
      server: {host: h, user: u, password: {from_secret: p}}
      steps:
      - name: a
        commands: [b]

      """
    let runner = try Self.runner(text)
    defer { runner.remove() }
    let result = try runner.run("run")
    #expect(result.status != 0)
    #expect(result.output.contains("pipelines of type ssh run on a machine of their own"))
  }
}
