import Foundation
import TestSupport
import Testing

/// `pipec repl` at a real terminal: keys, completion, history, Ctrl-C and Ctrl-D, with the screen compared.
@Suite(.serialized) struct TerminalTests {
  /// A runner with a Drone file; nil where there is no python3 or no libreadline.
  private func runner() throws -> ProgramRunner? {
    let libraries = ["/lib/x86_64-linux-gnu", "/usr/lib/x86_64-linux-gnu", "/lib/aarch64-linux-gnu", "/usr/lib64"]
    guard FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"),
      libraries.contains(where: { FileManager.default.fileExists(atPath: $0 + "/libreadline.so.8") })
    else {
      Skipped.because("a session at a terminal: python3 or libreadline.so.8 is not installed")
      return nil
    }
    var runner = try ProgramRunner()
    runner.environment["TERM"] = "xterm"
    runner.environment["NO_COLOR"] = "1"
    runner.environment["INPUTRC"] = "/dev/null"
    try runner.write(
      ".drone.yml",
      "kind: pipeline\ntype: docker\nname: default\nsteps:\n- name: build\n  image: busybox\n- name: deploy\n  image: busybox\n"
    )
    return runner
  }

  /// What the terminal shows after the steps.
  private func screen(_ runner: ProgramRunner, _ steps: [String]) throws -> String {
    let script = Repository.url("Tests/CommandTests/Fixtures/terminal.py").path
    let file = "steps-\(UUID().uuidString)"
    try runner.write(file, steps.map { $0 + "\n" }.joined())
    return try runner.shell("exec /usr/bin/python3 '\(script)' \"$pipec\" repl --branch main <'\(file)'").output
  }

  @Test func keysAndCompletion() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    let output = try screen(
      runner,
      [
        // Before the next keys, the prompt has to be there: until then the terminal itself shows them.
        "wait .drone.yml>", "type ${DRONE_BRANCHX}", #"type \x1b[D\x7f\r"#, #"wait the build: branch\n.drone.yml>"#,
        // One candidate is written, several are shown with their types.
        #"type :why de\t"#, "wait :why deploy", #"type \r"#, #"wait after build\n.drone.yml>"#,
        #"type :st\t\t"#, "wait list the steps", #"type \x15${DRONE_STAGE_N\t\t"#, "wait DRONE_STAGE_NUMBER",
        // Ctrl-C forgets the line, also one of several.
        #"type \x03"#, #"wait ${DRONE_STAGE_N^C\n.drone.yml>"#, "type <+a", #"type \r"#, "wait …", #"type \x03"#,
        #"wait … ^C\n.drone.yml>"#, "type $${gone", #"type \x15:set bra\t x\r"#, #"wait :set branch x\n.drone.yml>"#,
        #"type ${DRONE_BRANCH}\r"#, #"wait :set branch\n.drone.yml>"#, #"type \x04"#, "end", "screen",
      ])
    #expect(Golden.difference(output, from: "repl/keys.txt") == nil)
  }

  @Test func historyOutlivesTheConversation() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    _ = try screen(
      runner,
      [
        "wait .drone.yml>", #"type :set secret.tok hunter22\r"#, #"type ${DRONE_BRANCH}-1\r"#, "wait main-1",
        #"type hunter22\r"#, "wait ***", #"type \x1b[A\x1b[A\x1b[A\r"#, #"type \x04"#, "end",
      ])
    let history = runner.folder.appendingPathComponent(".local/state/pipec/history")
    #expect(try String(contentsOf: history, encoding: .utf8) == "${DRONE_BRANCH}-1\n${DRONE_BRANCH}-1\n")
    let attributes = try FileManager.default.attributesOfItem(atPath: history.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let again = try screen(
      runner, ["wait .drone.yml>", #"type \x1b[A\x7f2\r"#, "wait main-2", #"type \x04"#, "end", "screen"])
    #expect(again.contains("status 0"))
    #expect(again.contains("${DRONE_BRANCH}-2\nmain-2\n"))
  }

  /// Nobody waits for a large file before there is something to type; what needs it does.
  @Test func aLargeFileIsReadMeanwhile() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    let steps = (1...2000).map { "- name: step-\($0)\n  image: busybox\n  comands: []\n" }.joined()
    try runner.write(".drone.yml", "kind: pipeline\ntype: docker\nname: default\nsteps:\n" + steps)
    let output = try screen(
      runner,
      [
        "wait .drone.yml>", #"type :at step-1999\t"#, "wait :at step-1999", #"type \x15:at step-200\t\t"#,
        #"wait step-2000  step"#, #"type \x15:why step-2000\r"#, #"wait after step-1999\n.drone.yml>"#,
        #"type \x04"#, "end", "screen",
      ])
    #expect(Golden.difference(output, from: "repl/large.txt") == nil)
  }

  @Test func aChangedFileIsReadAgain() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    let result = try runner.shell(
      """
      (printf ':set tag v1\\n:steps\\n'; while [ ! -e go ]; do :; done; printf '${DRONE_TAG}\\n:steps\\n') | "$pipec" repl .drone.yml >out 2>&1 &
      while ! grep -q deploy out 2>/dev/null; do :; done
      printf 'kind: pipeline\\nname: default\\nsteps:\\n- name: other\\n  image: busybox\\n' >.drone.yml
      : >go
      wait
      cat out
      """)
    #expect(result.output.contains("reloaded .drone.yml: Drone, 1 pipeline, 1 step\nv1\n"))
    #expect(result.output.contains("  other"))
  }

  /// `:run` asks, and runs the program itself with what was set.
  @Test func runsAfterAsking() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    try runner.write(
      "exec.yml",
      "kind: pipeline\ntype: exec\nname: default\nsteps:\n- name: hello\n  environment: {S: {from_secret: tok}}\n"
        + "  commands:\n  - echo \"$DRONE_BRANCH $COLOR $${S}\" | tr a-z A-Z\n")
    let result = try runner.run(
      "repl", "exec.yml", "--branch", "main",
      input: ":run hello\nn\n:set env.COLOR blue\n:set secret.tok hunter22\n:run hello\ny\n${DRONE_BRANCH}\n")
    #expect(result.output.contains("run hello on this machine? [y/N]\nnot run\n"))
    #expect(result.output.contains("MAIN BLUE HUNTER22"), "\(result)")
    #expect(result.output.hasSuffix("  DRONE_BRANCH  main  the build: branch\n"))
    #expect(result.status == 0)
  }

  @Test func theOptionsSetThings() throws {
    guard let runner = try runner() else { return }
    defer { runner.remove() }
    let result = try runner.run(
      "repl", "--set", "tag=v1", "--at", "deploy", input: "${DRONE_TAG} ${DRONE_STEP_NAME}\n:quit\nnever\n")
    #expect(result.output.contains("v1 deploy\n"))
    #expect(!result.output.contains("never"))
    #expect(try runner.run("repl", "none.yml").status == 2)
    let wrong = try runner.run("repl", input: ":load none.yml\n:steps\n")
    #expect(wrong.status == 1)
    #expect(wrong.error == "pipec repl: cannot read none.yml: No such file or directory\n")
  }
}
