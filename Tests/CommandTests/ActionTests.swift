import Foundation
import TestSupport
import Testing

/// The GitHub action, run as a runner runs it.
@Suite struct ActionTests {
  @Test func actionFitsTheSchemaOfGitHub() throws {
    guard let python = OutsideProgram.python else { return }
    let runner = try ProgramRunner()
    defer { runner.remove() }
    let action = Repository.url("action.yml").path
    let result = try runner.shell(
      "'\(python)' -m check_jsonschema --builtin-schema vendor.github-actions '\(action)'")
    #expect(result.status == 0, "\(result.output)\(result.error)")
  }

  @Test func actionChecksTheWorkTree() throws {
    guard let published = try WheelTests.Published() else { return }
    var runner = published.runner
    defer { runner.remove() }
    try published.wheel()
    runner.environment["RUNNER_TEMP"] = runner.folder.path + "/temporary"
    for path in ["action.yml", "scripts/action"] {
      try runner.write("clone/\(path)", Array(Data(contentsOf: Repository.url(path))))
    }
    let composite = Repository.url("Tests/CommandTests/Fixtures/composite.py").path
    try runner.write("work/.drone.yml", PreCommitTests.broken)
    try runner.write("work/b/.drone.yml", PreCommitTests.clean)
    _ = try runner.shell("chmod +x clone/scripts/action")
    func action(_ inputs: String) throws -> ProgramRunner.Result {
      try runner.shell("cd work && \"$python\" '\(composite)' ../clone/action.yml \(inputs)")
    }
    // With the wheel that pip finds; everything in the work tree.
    let all = try action("sarif-file=pipec.sarif")
    #expect(all.status == 1, "\(all.error)")
    let line = "::warning file=.drone.yml,line=7,col=3,endColumn=10,title=pipec%3A unknown-key::"
    #expect(all.output.contains("\n" + line), "\(all.output)")
    let log = try String(contentsOf: runner.folder.appendingPathComponent("work/pipec.sarif"), encoding: .utf8)
    #expect(log.contains("\"ruleId\": \"unknown-key\""))
    // With a program of one's own, some paths and options.
    let some = try action(
      "program='\(published.program)' paths='b/.drone.yml .drone.yml' arguments='--fail-on error'")
    #expect(some.status == 0, "\(some.error)")
    #expect(some.output.contains("\n" + line))
    #expect(some.error.contains("checked 2 files: 1 warning\n"))
  }
}
